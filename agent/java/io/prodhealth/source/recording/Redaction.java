package io.prodhealth.source.recording;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes out of an object what must not leave the cluster: values of environment variables, everything that names a secret,
 * and what people put where secrets do not belong but are found. Where a value was, it says so.
 */
final class Redaction {

    /** Stands where a value was. */
    static final String REDACTED = "…";

    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    /** The keys of the environment that Cortex shares between its workloads which are read; others hold keys and tokens. */
    private static final Set<String> READ_ENVIRONMENT = Set.of("CORTEX_VERSION", "CORTEX_REGION", "AWS_DEFAULT_REGION");

    private static final String WORDS = "password|passwd|passphrase|secret|token|credential|authorization|cookie"
            + "|api[-_]?key|private[-_]?key|access[-_]?key|client[-_]?key|dsn";
    private static final Pattern SENSITIVE = Pattern.compile("(?i).*(" + WORDS + ").*");
    private static final Pattern FLAG = Pattern.compile("(?is)(--?[a-z0-9._-]*(?:" + WORDS + ")[a-z0-9._-]*)(=.*)?");

    /** Within the command of a shell, or of a program that takes its settings so. */
    private static final Pattern ASSIGNMENT =
            Pattern.compile("(?i)([a-z0-9._-]*(?:" + WORDS + ")[a-z0-9._-]*=)[^\\s,;&]+");

    private static final JsonMapper JSON = new JsonMapper();

    /** Redacts {@code object} in place. */
    void redact(String resource, ObjectNode object) {
        if (resource.equals("configmaps")) {
            redactData(object);
        }
        redact(object);
    }

    private void redactData(ObjectNode configMap) {
        if (!(configMap.path("data") instanceof ObjectNode data)) {
            return;
        }
        boolean environment =
                configMap.path("metadata").path("name").asString("").equals("env-vars");
        for (Map.Entry<String, JsonNode> entry : List.copyOf(data.properties())) {
            String text = entry.getValue().asString("");
            if (environment && !READ_ENVIRONMENT.contains(entry.getKey())) {
                data.put(entry.getKey(), REDACTED);
            } else if (text.startsWith("{")) {
                data.put(entry.getKey(), redactText(text));
            }
        }
        configMap.remove("binaryData");
    }

    /** Probes are kept as JSON within a text. */
    private String redactText(String json) {
        try {
            if (JSON.readTree(json) instanceof ObjectNode object) {
                redact(object);
                return object.toString();
            }
        } catch (JacksonException e) {
            // Whatever it is, it is nothing that is read.
            return REDACTED;
        }
        return REDACTED;
    }

    private void redact(ObjectNode object) {
        for (Map.Entry<String, JsonNode> entry : List.copyOf(object.properties())) {
            String field = entry.getKey();
            JsonNode value = entry.getValue();
            if (leftOut(field)) {
                object.remove(field);
            } else if (field.equals("env") || field.equals("httpHeaders")) {
                namesOnly(value);
            } else if (field.equals("command") || field.equals("args")) {
                redactArguments(value);
            } else if (value.isValueNode() && SENSITIVE.matcher(field).matches()) {
                redactValue(object, field, value);
            } else {
                redactWithin(field, value);
            }
        }
    }

    private static boolean leftOut(String field) {
        return field.equals("managedFields")
                || field.equals("envFrom")
                || field.equals(LAST_APPLIED)
                || field.toLowerCase(java.util.Locale.ROOT).contains("secret");
    }

    private static void redactValue(ObjectNode object, String field, JsonNode value) {
        // Whether a token is mounted is no token.
        if (!value.isBoolean() && !value.isNull()) {
            object.put(field, REDACTED);
        }
    }

    private void redactWithin(String field, JsonNode value) {
        if (value instanceof ObjectNode object) {
            if (field.equals("terminated")) {
                // The last lines of a log, if the container asks for that.
                object.remove("message");
            }
            redact(object);
        } else if (value instanceof ArrayNode array) {
            array.forEach(element -> redactWithin(field, element));
        }
    }

    private static void namesOnly(JsonNode list) {
        for (JsonNode element : list) {
            if (element instanceof ObjectNode variable) {
                JsonNode name = variable.path("name");
                variable.removeAll();
                variable.put("name", name.asString(""));
                variable.put("value", REDACTED);
            }
        }
    }

    private static void redactArguments(JsonNode list) {
        if (!(list instanceof ArrayNode arguments)) {
            return;
        }
        List<String> redacted = new ArrayList<>();
        boolean next = false;
        for (JsonNode argument : arguments) {
            String text = argument.asString("");
            var flag = FLAG.matcher(text);
            boolean sensitive = flag.matches();
            if (next && !text.startsWith("-")) {
                redacted.add(REDACTED);
            } else {
                redacted.add(
                        sensitive && flag.group(2) != null
                                ? flag.group(1) + "=" + REDACTED
                                : ASSIGNMENT.matcher(text).replaceAll("$1" + REDACTED));
            }
            next = sensitive && flag.group(2) == null;
        }
        arguments.removeAll();
        redacted.forEach(arguments::add);
    }
}
