package io.prodhealth.simulator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A label and a field selector in the syntax of the API.
 *
 * @param everything whether it selects nothing away
 */
record Selector(boolean everything, Predicate<Stored> terms) {
    private static final Pattern SET = Pattern.compile("\\s*([^\\s,()=!]+)\\s+(in|notin)\\s*\\(([^)]*)\\)\\s*(?:,|$)");
    private static final Pattern COMPARED = Pattern.compile("\\s*([^\\s,()=!]+)\\s*(==|=|!=)\\s*([^,]*?)\\s*(?:,|$)");
    private static final Pattern PRESENT = Pattern.compile("\\s*(!?)\\s*([^\\s,()=!]+)\\s*(?:,|$)");

    static final Selector EVERYTHING = new Selector(true, s -> true);

    /** @throws IllegalArgumentException for what the API server answers with 400 */
    static Selector parse(Resource resource, String labels, String fields) {
        if (labels.isBlank() && fields.isBlank()) {
            return EVERYTHING;
        }
        List<Predicate<Stored>> terms = new ArrayList<>(labelTerms(labels));
        for (String term : fields.isBlank() ? List.<String>of() : Arrays.asList(fields.split(",", -1))) {
            Matcher m = COMPARED.matcher(term);
            if (!m.matches()) {
                throw new IllegalArgumentException("invalid field selector: \"" + fields + "\"");
            }
            boolean wanted = !m.group(2).equals("!=");
            String field = m.group(1);
            String value = m.group(3);
            terms.add(fieldTerm(resource, field, value, wanted));
        }
        return new Selector(false, s -> terms.stream().allMatch(term -> term.test(s)));
    }

    /** The name a field selector asks for, empty when it asks for none or cannot be read. */
    static String metadataName(String fields) {
        for (String term : fields.split(",", -1)) {
            Matcher m = COMPARED.matcher(term);
            if (m.matches() && m.group(1).equals("metadata.name") && !m.group(2).equals("!=")) {
                return m.group(3);
            }
        }
        return "";
    }

    boolean matches(Stored stored) {
        return terms.test(stored);
    }

    private static Predicate<Stored> fieldTerm(Resource resource, String field, String value, boolean wanted) {
        return switch (field) {
            case "metadata.name" -> s -> s.name().equals(value) == wanted;
            case "metadata.namespace" -> s -> s.namespace().equals(value) == wanted;
            default -> {
                if (!Stored.fields(resource, Json.object()).containsKey(field)) {
                    throw new IllegalArgumentException("field label not supported: " + field);
                }
                yield s -> value.equals(s.fields().get(field)) == wanted;
            }
        };
    }

    private static List<Predicate<Stored>> labelTerms(String selector) {
        List<Predicate<Stored>> terms = new ArrayList<>();
        int at = 0;
        while (at < selector.length() && !selector.isBlank()) {
            Matcher set = SET.matcher(selector).region(at, selector.length());
            Matcher compared = COMPARED.matcher(selector).region(at, selector.length());
            Matcher present = PRESENT.matcher(selector).region(at, selector.length());
            if (set.lookingAt()) {
                terms.add(setTerm(set.group(1), set.group(2).equals("in"), set.group(3)));
                at = set.end();
            } else if (compared.lookingAt()) {
                String key = compared.group(1);
                String value = compared.group(3);
                boolean wanted = !compared.group(2).equals("!=");
                // Without the key "!=" holds, as in the API server.
                terms.add(s -> value.equals(s.labels().get(key)) == wanted);
                at = compared.end();
            } else if (present.lookingAt()) {
                String key = present.group(2);
                boolean wanted = present.group(1).isEmpty();
                terms.add(s -> s.labels().containsKey(key) == wanted);
                at = present.end();
            } else {
                throw new IllegalArgumentException("unable to parse requirement: " + selector.substring(at));
            }
        }
        return terms;
    }

    private static Predicate<Stored> setTerm(String key, boolean in, String list) {
        Set<String> values = Set.copyOf(
                Arrays.stream(list.split(",", -1)).map(String::strip).distinct().toList());
        return s -> {
            String value = s.labels().get(key);
            return in ? value != null && values.contains(value) : value == null || !values.contains(value);
        };
    }
}
