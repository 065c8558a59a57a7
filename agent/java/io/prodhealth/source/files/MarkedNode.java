package io.prodhealth.source.files;

import io.prodhealth.source.kubernetes.YamlTree;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A value of a YAML file and where it stands; lines and columns are counted from 1. */
sealed interface MarkedNode {

    int line();

    int column();

    /** How many values it is made of, itself among them. */
    int size();

    /** How many levels it has, itself among them. */
    int height();

    /** The same as JSON, its scalars typed as those of Cortex's configuration in the cluster. */
    JsonNode json();

    /** Whether nothing was written, or null. */
    default boolean nothing() {
        return this instanceof Scalar scalar && scalar.json().isNull();
    }

    /** The value of a key; empty where it is not there, or null. */
    default Optional<MarkedNode> at(String key) {
        return this instanceof Mapping mapping
                ? mapping.entries().stream()
                        .filter(entry -> entry.key().text().equals(key))
                        .map(Entry::value)
                        .filter(value -> !value.nothing())
                        .findFirst()
                : Optional.empty();
    }

    /** The text of a key's value; empty where there is none, or where it is no single value. */
    default String textAt(String key) {
        return at(key).filter(Scalar.class::isInstance)
                .map(value -> ((Scalar) value).text())
                .orElse("");
    }

    /** A key and its value. */
    record Entry(Scalar key, MarkedNode value) {}

    /**
     * A single value.
     *
     * @param plain written without quotes: it may be a number, a truth or nothing
     */
    record Scalar(int line, int column, String text, boolean plain) implements MarkedNode {
        @Override
        public int size() {
            return 1;
        }

        @Override
        public int height() {
            return 1;
        }

        @Override
        public JsonNode json() {
            return plain ? YamlTree.plain(text) : JsonNodeFactory.instance.stringNode(text);
        }
    }

    /** A list. */
    record Sequence(int line, int column, List<MarkedNode> items, int size, int height) implements MarkedNode {
        Sequence(int line, int column, List<MarkedNode> items) {
            this(
                    line,
                    column,
                    items,
                    sum(items.stream().mapToInt(MarkedNode::size)),
                    1 + items.stream().mapToInt(MarkedNode::height).max().orElse(0));
        }

        @Override
        public JsonNode json() {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            items.forEach(item -> array.add(item.json()));
            return array;
        }
    }

    /** Keys and their values. */
    record Mapping(int line, int column, List<Entry> entries, int size, int height) implements MarkedNode {
        Mapping(int line, int column, List<Entry> entries) {
            this(
                    line,
                    column,
                    entries,
                    sum(entries.stream().mapToInt(entry -> entry.value().size())),
                    1
                            + entries.stream()
                                    .mapToInt(entry -> entry.value().height())
                                    .max()
                                    .orElse(0));
        }

        @Override
        public JsonNode json() {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            entries.forEach(
                    entry -> object.set(entry.key().text(), entry.value().json()));
            return object;
        }
    }

    /** Of numbers that aliases may have made large: never more than an int holds. */
    private static int sum(IntStream sizes) {
        return (int) Math.min(Integer.MAX_VALUE, 1 + sizes.asLongStream().sum());
    }
}
