package io.prodhealth.access;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The policy of IAM that allows some actions and nothing else. */
public final class PolicyStatements {

    private PolicyStatements() {}

    /** As JSON: a policy of its own, of which the statements may be added to one that is there. */
    public static String write(Collection<AwsNeed> needs) {
        // One statement for each resource.
        Map<String, List<String>> resources = needs.stream()
                .collect(Collectors.groupingBy(
                        AwsNeed::resource, TreeMap::new, Collectors.mapping(AwsNeed::action, Collectors.toList())));
        String statements = resources.entrySet().stream()
                .map(resource -> statement(resource.getKey(), resource.getValue()))
                .collect(Collectors.joining(",\n"));
        return "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": ["
                + (statements.isEmpty() ? "" : "\n" + statements + "\n  ")
                + "]\n}\n";
    }

    /** Neither an action nor a resource has anything that JSON would have to escape: they are of a table in the code. */
    private static String statement(String resource, List<String> actions) {
        String list = actions.stream()
                .distinct()
                .sorted()
                .map(action -> "        \"" + action + "\"")
                .collect(Collectors.joining(",\n"));
        return """
                {
                  "Effect": "Allow",
                  "Action": [
            %s
                  ],
                  "Resource": "%s"
                }\
            """.formatted(list, resource);
    }
}
