package io.prodhealth.source.recording;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Hashes the names in an object. What is not known to be harmless counts as a name. */
final class HashedObject {

    /** Fields whose values are words of Kubernetes and AWS, or random. */
    private static final Set<String> FIXED = Set.of(
            "apiVersion",
            "kind",
            "type",
            "status",
            "reason",
            "phase",
            "protocol",
            "operator",
            "effect",
            "restartPolicy",
            "dnsPolicy",
            "preemptionPolicy",
            "imagePullPolicy",
            "terminationMessagePolicy",
            "qosClass",
            "scheme",
            "resourceVersion",
            "statusCode",
            "resource",
            "metric",
            "kubeletVersion",
            "prometheusVersion",
            "kubeProxyVersion",
            "containerRuntimeVersion",
            "kernelVersion",
            "osImage");

    /** Fields that hold text for people. */
    private static final Set<String> TEXTS = Set.of("message", "statusMessage", "cause", "description", "note");
    /** Objects whose fields are named by people. */
    private static final Set<String> MAPS =
            Set.of("labels", "annotations", "matchLabels", "nodeSelector", "data", "set", "add", "tags");
    /** Objects that hold amounts by the name of a resource. */
    private static final Set<String> AMOUNTS = Set.of("capacity", "allocatable", "requests", "limits", "usage", "hard");
    /** Fields that hold a key of a label or of a taint. */
    private static final Set<String> KEYS = Set.of("key", "topologyKey");

    private static final Set<String> ARGUMENTS = Set.of("command", "args");

    private static final Pattern UID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern FLAG = Pattern.compile("(?s)(--?[A-Za-z][A-Za-z0-9._-]*)(=.*)?");
    private static final Pattern YAML_LINE = Pattern.compile("(\\s*(?:- )?)([A-Za-z0-9_.-]+)(:(?: .*)?)");
    private static final JsonMapper JSON = new JsonMapper();

    private final Vocabulary vocabulary;
    private final HashedText text;

    HashedObject(Vocabulary vocabulary, NameHash hash) {
        this.vocabulary = vocabulary;
        this.text = new HashedText(vocabulary, hash);
    }

    /** Hashes a name that stands outside of an object. */
    String name(String name) {
        return text.name(name);
    }

    /** Hashes {@code object} in place. */
    void hash(ObjectNode object) {
        for (Map.Entry<String, JsonNode> entry : List.copyOf(object.properties())) {
            JsonNode value = entry.getValue();
            if (MAPS.contains(entry.getKey()) && value instanceof ObjectNode map) {
                hashMap(map);
            } else if (!AMOUNTS.contains(entry.getKey())) {
                JsonNode hashed = hashed(entry.getKey(), value);
                if (hashed != null) {
                    object.set(entry.getKey(), hashed);
                }
            }
        }
    }

    /** The value to stand instead of {@code value}; null where it has been changed in place, or stays. */
    private @Nullable JsonNode hashed(String field, JsonNode value) {
        if (value instanceof ObjectNode object) {
            hash(object);
            return null;
        }
        if (value instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                JsonNode hashed = hashed(field, array.get(i));
                if (hashed != null) {
                    array.set(i, hashed);
                }
            }
            return null;
        }
        return value.isString() && !FIXED.contains(field)
                ? StringNode.valueOf(hashed(field, value.stringValue()))
                : null;
    }

    private String hashed(String field, String value) {
        // The kubelet writes the name of its node where a uid belongs.
        if (field.equals("uid") && UID.matcher(value).matches()) {
            return value;
        }
        if (TEXTS.contains(field)) {
            return text.text(value);
        }
        if (KEYS.contains(field)) {
            return key(value);
        }
        if (ARGUMENTS.contains(field)) {
            Matcher flag = FLAG.matcher(value);
            return flag.matches()
                    ? key(flag.group(1)) + (flag.group(2) == null ? "" : text.name(flag.group(2)))
                    : text.name(value);
        }
        ObjectNode json = json(value);
        if (json != null) {
            hash(json);
            return json.toString();
        }
        return text.name(value);
    }

    private void hashMap(ObjectNode map) {
        Map<String, JsonNode> hashed = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : map.properties()) {
            JsonNode value = entry.getValue();
            hashed.put(
                    key(entry.getKey()),
                    value.isString() ? StringNode.valueOf(mapValue(entry.getKey(), value.stringValue())) : value);
        }
        map.removeAll();
        map.setAll(hashed);
    }

    private String mapValue(String key, String value) {
        if (key.endsWith(".yaml")) {
            return yaml(value);
        }
        ObjectNode json = json(value);
        if (json != null) {
            // Probes by the names of containers.
            hash(json);
            ObjectNode renamed = JSON.createObjectNode();
            json.properties().forEach(entry -> renamed.set(text.name(entry.getKey()), entry.getValue()));
            return renamed.toString();
        }
        // What the autoscaler writes has lines.
        return value.indexOf('\n') >= 0 ? text.text(value) : text.name(value);
    }

    /** Line by line, which keeps what cannot be parsed. */
    private String yaml(String yaml) {
        List<String> lines = new ArrayList<>();
        for (String line : yaml.split("\n", -1)) {
            Matcher field = YAML_LINE.matcher(line);
            lines.add(
                    field.matches()
                            ? field.group(1) + key(field.group(2)) + text.name(field.group(3))
                            : text.name(line));
        }
        return String.join("\n", lines);
    }

    private String key(String key) {
        return vocabulary.isKey(key) ? key : text.name(key);
    }

    private static @Nullable ObjectNode json(String value) {
        if (!value.startsWith("{")) {
            return null;
        }
        try {
            return JSON.readTree(value) instanceof ObjectNode object ? object : null;
        } catch (JacksonException e) {
            // Something else that begins with a brace.
            return null;
        }
    }
}
