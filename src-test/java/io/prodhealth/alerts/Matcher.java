package io.prodhealth.alerts;

import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** What a route or an inhibition asks of a label, in either way of writing it. */
record Matcher(String name, String value, boolean regex) {

    private static final Pattern WRITTEN = Pattern.compile("(\\w+)(=~?)\"(.*)\"");

    /** {@code name="value"} or {@code name=~"value"}, as Alertmanager reads it. */
    static List<Matcher> written(JsonNode matchers) {
        return matchers.valueStream()
                .map(text -> {
                    java.util.regex.Matcher parts = WRITTEN.matcher(text.asString());
                    if (!parts.matches()) {
                        throw new AssertionError("only = and =~ can be said in both files: " + text);
                    }
                    return new Matcher(
                            parts.group(1), parts.group(3), parts.group(2).equals("=~"));
                })
                .toList();
    }

    /** As prometheus-operator 0.48.1 reads it. */
    static List<Matcher> ofOperator(JsonNode matchers) {
        return matchers.valueStream()
                .map(one -> new Matcher(
                        one.path("name").asString(),
                        one.path("value").asString(),
                        one.path("regex").asBoolean(false)))
                .toList();
    }
}
