package io.prodhealth.cli.replay;

/**
 * What has a state.
 *
 * @param kind what it is
 * @param name its name
 * @param namespace its namespace; empty where there is none
 * @param type what further tells it apart: the kind of an API; else empty
 */
public record Subject(Kind kind, String name, String namespace, String type) implements Comparable<Subject> {

    /** Of what the states are told. */
    public enum Kind {
        NODE_FAMILY("node_family", "state", "family"),
        QUEUE("queue", "cause", "queue"),
        API("api_name", "state", "api"),
        PRACTICE("practice", "status", "practice"),
        PROMETHEUS("prometheus", "state", "prometheus");

        private final String field;
        private final String stateField;
        private final String word;

        Kind(String field, String stateField, String word) {
            this.field = field;
            this.stateField = stateField;
            this.word = word;
        }

        /** The field of the JSON in which its name stands. */
        public String field() {
            return field;
        }

        /** The field of the JSON in which its state stands. */
        public String stateField() {
            return stateField;
        }

        /** For people. */
        public String word() {
            return word;
        }
    }

    /** Something whose name is enough. */
    public Subject(Kind kind, String name) {
        this(kind, name, "", "");
    }

    @Override
    public int compareTo(Subject other) {
        int byKind = kind.compareTo(other.kind);
        int byName = byKind != 0 ? byKind : name.compareTo(other.name);
        int byNamespace = byName != 0 ? byName : namespace.compareTo(other.namespace);
        return byNamespace != 0 ? byNamespace : type.compareTo(other.type);
    }
}
