package io.prodhealth.rules;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** Writes rules for Prometheus, or for the operator that hands them to Prometheus. */
public final class RulesYaml {

    private RulesYaml() {}

    /** One file of rules. */
    public static String plain(List<RuleFile> files) {
        return dump(Map.of(
                "groups",
                files.stream()
                        .flatMap(file -> file.groups().stream())
                        .map(RulesYaml::group)
                        .toList()));
    }

    /** An object for each file, as documents of one text. */
    public static String objects(List<RuleFile> files, Profile profile) {
        return files.stream().map(file -> dump(object(file, profile))).collect(Collectors.joining("---\n"));
    }

    private static Map<String, Object> object(RuleFile file, Profile profile) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("name", "prodhealth-" + file.name());
        if (!profile.namespace().isEmpty()) {
            metadata.put("namespace", profile.namespace());
        }
        metadata.put("labels", profile.labels());
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("apiVersion", "monitoring.coreos.com/v1");
        object.put("kind", "PrometheusRule");
        object.put("metadata", metadata);
        object.put(
                "spec",
                Map.of("groups", file.groups().stream().map(RulesYaml::group).toList()));
        return object;
    }

    private static Map<String, Object> group(RuleFile.Group group) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", group.name());
        map.put("rules", group.rules().stream().map(RulesYaml::rule).toList());
        return map;
    }

    private static Map<String, Object> rule(Rule rule) {
        Map<String, Object> map = new LinkedHashMap<>();
        switch (rule) {
            case Rule.Recording recording -> {
                map.put("record", recording.name());
                map.put("expr", recording.expr());
            }
            case Rule.Alerting alert -> {
                map.put("alert", alert.name());
                map.put("expr", alert.expr());
                if (!alert.hold().isEmpty()) {
                    map.put("for", alert.hold());
                }
                if (!alert.keepFiring().isEmpty()) {
                    map.put("keep_firing_for", alert.keepFiring());
                }
                map.put("labels", alert.labels());
                map.put("annotations", alert.annotations());
            }
        }
        return map;
    }

    private static String dump(Object document) {
        return new Dump(DumpSettings.builder()
                        .setDefaultFlowStyle(FlowStyle.BLOCK)
                        .setDereferenceAliases(true)
                        .setIndicatorIndent(2)
                        .setIndentWithIndicator(true)
                        .setWidth(120)
                        .build())
                .dumpToString(document);
    }
}
