package io.prodhealth.rules;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The rules as they are shipped: the files under {@code alerts/rules}. */
public final class RuleFiles {

    /** In the order in which they are told. */
    public static final List<String> NAMES = List.of("recording", "live", "practices", "meta");

    /** Where the runbooks are said to be in the files. */
    public static final String RUNBOOKS = "https://github.com/prodhealth/prodhealth/blob/main/alerts/runbooks";

    private static final Pattern VERSION = Pattern.compile("rules_version!=\"([^\"]*)\"");

    /** In texts, and where an expression says by what series belong together. */
    private static final Pattern LABEL = Pattern.compile("(?:\\$labels\\.|\\b(?:by|on) \\()([\\w, ]+)");

    private RuleFiles() {}

    /** All of them. */
    public static List<RuleFile> all() {
        return NAMES.stream().map(name -> read(name, text(name))).toList();
    }

    /** What the rules expect an agent to have been shipped with: a digest of the files. */
    public static String version() {
        Matcher version = VERSION.matcher(text("meta"));
        if (!version.find()) {
            throw new IllegalStateException("the rules do not name their version");
        }
        return version.group(1);
    }

    /**
     * Labels that tell these alerts apart or say whom they are for: one that is set besides would hide them. That of the
     * cluster may be set, where Prometheus has only one and the alert of an agent that is gone is to name it, too.
     */
    public static Set<String> labels() {
        Set<String> labels = new TreeSet<>(Set.of("alertname", "job", "instance", "pod", "container"));
        all().stream().flatMap(RuleFile::alerts).forEach(alert -> {
            labels.addAll(alert.labels().keySet());
            LABEL.matcher(alert.annotations() + alert.expr())
                    .results()
                    .flatMap(found -> Arrays.stream(found.group(1).split("\\W+", -1)))
                    .forEach(labels::add);
        });
        labels.remove("cluster");
        return labels;
    }

    /** One of them as it is. */
    public static String text(String name) {
        try (InputStream in = RuleFiles.class.getResourceAsStream("/alerts/rules/" + name + ".yaml")) {
            if (in == null) {
                throw new IllegalStateException("the rules " + name + " are not in this program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads rules that Prometheus would read.
     *
     * @throws RuntimeException for others: these files are the project's own
     */
    public static RuleFile read(String name, String yaml) {
        Map<?, ?> file = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(yaml);
        return new RuleFile(
                name, list(file, "groups").stream().map(RuleFiles::group).toList());
    }

    private static RuleFile.Group group(Object given) {
        Map<?, ?> group = (Map<?, ?>) given;
        return new RuleFile.Group(
                text(group, "name"),
                list(group, "rules").stream().map(RuleFiles::rule).toList());
    }

    private static Rule rule(Object given) {
        Map<?, ?> rule = (Map<?, ?>) given;
        return rule.containsKey("record")
                ? new Rule.Recording(text(rule, "record"), text(rule, "expr"))
                : new Rule.Alerting(
                        text(rule, "alert"),
                        text(rule, "expr"),
                        text(rule, "for"),
                        text(rule, "keep_firing_for"),
                        texts(rule, "labels"),
                        texts(rule, "annotations"));
    }

    private static List<?> list(Map<?, ?> map, String key) {
        return map.get(key) instanceof List<?> list ? list : List.of();
    }

    private static String text(Map<?, ?> map, String key) {
        Object value = map.get(key);
        return value == null ? "" : value.toString();
    }

    private static Map<String, String> texts(Map<?, ?> map, String key) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (map.get(key) instanceof Map<?, ?> given) {
            given.forEach((name, value) -> texts.put(name.toString(), value.toString()));
        }
        return texts;
    }
}
