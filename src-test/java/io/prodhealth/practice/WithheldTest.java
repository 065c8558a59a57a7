package io.prodhealth.practice;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.config.Config;
import io.prodhealth.evaluation.Audit;
import io.prodhealth.practice.guide.PracticeInputs;
import io.prodhealth.simulator.RecordedFolder;
import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.SnapshotParts;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What cannot be read makes nothing better and nothing worse: with any one part of what is observed withheld, no practice has
 * a finding that it did not have, or a worse one, and none passes that did not pass. The clusters are the recorded one, those
 * of every case that passes, and those of private networks.
 */
class WithheldTest {

    private static final Set<String> PRIVATE = Set.of(
            "peering_missing", "nat_gateway_missing", "nat_gateway_not_highly_available", "ecr_traffic_through_nat");

    /** By practice, the parts without which a verdict is another one. */
    private final Map<String, Set<String>> read = new TreeMap<>();

    @TestFactory
    List<DynamicTest> nothing_is_judged_otherwise_because_a_part_is_withheld(@TempDir Path copies) throws IOException {
        Map<String, ClusterSnapshot> clusters = new HashMap<>();
        clusters.put("recorded", new PracticeLab(RecordedFolder.production()).snapshot());
        for (PracticeCase one : PracticeCase.all()) {
            if (one.name().equals("pass") || PRIVATE.contains(one.practice())) {
                String name = one.practice() + "/" + one.name();
                clusters.put(name, one.snapshot(copies.resolve(name)));
            }
        }
        List<DynamicTest> tests = new ArrayList<>();
        clusters.forEach((name, whole) -> {
            Map<String, Verdict> before = verdicts(whole);
            for (String part : SnapshotParts.names()) {
                tests.add(DynamicTest.dynamicTest(name + " without " + part, () -> compare(before, whole, part)));
            }
        });
        tests.add(DynamicTest.dynamicTest("what was read is in the table that is shipped", this::compareTable));
        return tests;
    }

    private void compare(Map<String, Verdict> before, ClusterSnapshot whole, String part) {
        ClusterSnapshot less = (ClusterSnapshot) without(whole, List.of(part.split("\\.", -1)));
        verdicts(less).forEach((id, verdict) -> {
            Verdict was = Objects.requireNonNull(before.get(id));
            if (!told(was).equals(told(verdict))) {
                read.computeIfAbsent(id, none -> new TreeSet<>()).add(part);
            }
            assertThat(findings(verdict)).as("%s: %s", id, verdict.findings()).isSubsetOf(allowed(was));
            if (was.status() != Status.PASS) {
                assertThat(verdict.status()).as("%s, which was %s", id, was).isNotEqualTo(Status.PASS);
            }
        });
    }

    /** All that is said, but for the dates. */
    private static List<Object> told(Verdict verdict) {
        return List.of(
                verdict.status(),
                verdict.reason(),
                verdict.judged(),
                verdict.unjudged(),
                verdict.findings().stream()
                        .map(finding -> finding.subject() + finding.observed() + finding.expected())
                        .toList());
    }

    private void compareTable() throws IOException {
        StringBuilder table = new StringBuilder(
                "# Made by WithheldTest: parts of the snapshot that each practice reads, found by withholding them.\n");
        read.forEach((id, parts) ->
                table.append(id).append('=').append(String.join(" ", parts)).append('\n'));
        Path file = Path.of("agent/resources" + PracticeInputs.TABLE);
        if (Boolean.getBoolean("prodhealth.update")) {
            Files.writeString(file, table);
        }
        assertThat(Files.readString(file)).isEqualTo(table.toString());
    }

    private static Map<String, Verdict> verdicts(ClusterSnapshot snapshot) {
        return Audit.of(snapshot, Evidence.Origin.DUMP, Config.defaults()).verdicts().stream()
                .collect(Collectors.toMap(verdict -> verdict.rule().id(), verdict -> verdict));
    }

    private static Set<String> findings(Verdict verdict) {
        return verdict.findings().stream()
                .filter(finding -> finding.severity() != Severity.INFO)
                .map(finding -> finding.subject() + " " + finding.severity())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What was found, or something milder of the same. */
    private static Set<String> allowed(Verdict was) {
        Set<String> allowed = findings(was);
        was.findings().stream()
                .filter(finding -> finding.severity() == Severity.CRITICAL)
                .forEach(finding -> allowed.add(finding.subject() + " " + Severity.WARNING));
        return allowed;
    }

    /** A record with one of its parts denied. */
    private static Object without(Record record, List<String> path) {
        try {
            RecordComponent[] components = record.getClass().getRecordComponents();
            Object[] values = new Object[components.length];
            for (int i = 0; i < components.length; i++) {
                Object value = components[i].getAccessor().invoke(record);
                if (!components[i].getName().equals(path.getFirst())) {
                    values[i] = value;
                } else if (path.size() > 1) {
                    values[i] = without((Record) value, path.subList(1, path.size()));
                } else {
                    values[i] = new Observed.Unknown<>(Observed.Reason.PERMISSION_DENIED, Instant.EPOCH, "the:Action");
                }
            }
            return record.getClass()
                    .getDeclaredConstructor(Arrays.stream(components)
                            .map(RecordComponent::getType)
                            .toArray(Class<?>[]::new))
                    .newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
