package io.prodhealth.practice.upgrades;

import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.OutsideCortex;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Scope;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Subject;
import io.prodhealth.snapshot.ConfigMap;
import io.prodhealth.snapshot.Node;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How old Cortex and Kubernetes are. Cortex gets no more releases, and its last one runs on a Kubernetes that EKS no longer
 * supports: there is nothing to be done within Cortex, so this never is more than a word.
 */
public final class VersionOutdated implements Practice {

    public static final Rule RULE = Rule.ofCluster(
            "version_outdated",
            "2.6",
            Section.UPGRADES,
            "Cortex is its last release, and EKS supports the version of Kubernetes.",
            "Plan a migration: the last release of Cortex is 0.42.1, and it is not maintained.",
            false);

    private static final String LAST = "0.42.1";
    private static final Pattern MINOR = Pattern.compile("v?1\\.(\\d{1,3})\\b.*");

    /** Last day of EKS' extended support by minor version, as AWS' calendar of versions has it; 1.22 had only the standard. */
    private static final Map<Integer, LocalDate> SUPPORTED_UNTIL = Map.of(
            22, LocalDate.of(2023, 6, 4),
            23, LocalDate.of(2024, 10, 11),
            24, LocalDate.of(2025, 1, 31),
            25, LocalDate.of(2025, 5, 1),
            26, LocalDate.of(2025, 6, 11),
            27, LocalDate.of(2025, 7, 24),
            28, LocalDate.of(2025, 11, 26),
            29, LocalDate.of(2026, 3, 23),
            30, LocalDate.of(2026, 7, 23),
            31, LocalDate.of(2026, 11, 26));

    private static final int FIRST_LISTED = 22;

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        if (OutsideCortex.says(evidence, findings) || !Scope.live(evidence, findings)) {
            return;
        }
        Optional<List<ConfigMap>> maps = findings.need(evidence.kubernetes().configMaps(), Subject.CLUSTER);
        maps.ifPresent(all -> cortex(all, findings));
        findings.need(evidence.kubernetes().nodes(), Subject.CLUSTER)
                .ifPresent(nodes -> kubernetes(nodes, evidence, findings));
    }

    private static void cortex(List<ConfigMap> maps, Findings findings) {
        String version = maps.stream()
                .filter(map -> map.name().equals("env-vars"))
                .map(map -> map.data().getOrDefault("CORTEX_VERSION", ""))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
        if (version.isEmpty()) {
            findings.unknown(Subject.CLUSTER, "no_version");
        } else if (version.equals(LAST)) {
            findings.info(Subject.CLUSTER, "Cortex " + version + ", the last release", "a maintained project");
        } else if (version.equals("master")) {
            findings.info(Subject.CLUSTER, "Cortex master, a build of developers", "Cortex " + LAST);
        } else {
            findings.info(Subject.CLUSTER, "Cortex " + version, "Cortex " + LAST + ", the last release");
        }
    }

    private static void kubernetes(List<Node> nodes, Evidence evidence, Findings findings) {
        OptionalInt oldest = nodes.stream()
                .map(Node::kubeletVersion)
                .distinct()
                .map(MINOR::matcher)
                .filter(Matcher::matches)
                .mapToInt(matcher -> Integer.parseInt(matcher.group(1)))
                .min();
        if (oldest.isEmpty()) {
            return;
        }
        findings.pass(Subject.CLUSTER);
        int minor = oldest.getAsInt();
        LocalDate end = SUPPORTED_UNTIL.get(minor);
        LocalDate today = LocalDate.ofInstant(evidence.at(), ZoneOffset.UTC);
        if (minor < FIRST_LISTED || (end != null && end.isBefore(today))) {
            findings.info(
                    Subject.CLUSTER,
                    "Kubernetes 1." + minor + " on nodes, out of support by EKS",
                    "a version that EKS supports");
        }
    }
}
