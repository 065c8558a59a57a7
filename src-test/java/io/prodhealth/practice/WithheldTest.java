package io.prodhealth.practice;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.config.Config;
import io.prodhealth.evaluation.Audit;
import io.prodhealth.simulator.RecordedFolder;
import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.snapshot.KubernetesObjects;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.posture.AwsPosture;
import io.prodhealth.snapshot.posture.Network;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

    /** A part of the snapshot: the components that lead to it. */
    private record Part(List<String> path) {
        @Override
        public String toString() {
            return String.join(".", path);
        }
    }

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
            for (Part part : parts()) {
                tests.add(DynamicTest.dynamicTest(name + " without " + part, () -> compare(before, whole, part)));
            }
        });
        return tests;
    }

    private static void compare(Map<String, Verdict> before, ClusterSnapshot whole, Part part) {
        ClusterSnapshot less = (ClusterSnapshot) without(whole, part.path);
        verdicts(less).forEach((id, verdict) -> {
            Verdict was = Objects.requireNonNull(before.get(id));
            assertThat(findings(verdict)).as("%s: %s", id, verdict.findings()).isSubsetOf(allowed(was));
            if (was.status() != Status.PASS) {
                assertThat(verdict.status()).as("%s, which was %s", id, was).isNotEqualTo(Status.PASS);
            }
        });
    }

    private static Map<String, Verdict> verdicts(ClusterSnapshot snapshot) {
        return Audit.of(snapshot, Evidence.Origin.DUMP, Config.defaults(), List.of()).verdicts().stream()
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

    private static List<Part> parts() {
        return Stream.of(
                        parts(List.of(), ClusterSnapshot.class),
                        parts(List.of("kubernetes"), KubernetesObjects.class),
                        parts(List.of("posture"), AwsPosture.class),
                        parts(List.of("posture", "network"), Network.class))
                .flatMap(List::stream)
                .toList();
    }

    private static List<Part> parts(List<String> before, Class<? extends Record> type) {
        return Arrays.stream(type.getRecordComponents())
                .filter(component -> component.getType() == Observed.class)
                .map(component -> new Part(Stream.concat(before.stream(), Stream.of(component.getName()))
                        .toList()))
                .toList();
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
