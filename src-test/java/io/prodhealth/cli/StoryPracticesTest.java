package io.prodhealth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.source.recording.Stories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The findings of practices in every recorded incident: when they must be there, when they must be gone, and which never are. */
class StoryPracticesTest {

    private static final JsonMapper JSON = new JsonMapper();

    /** At the latest a finding is confirmed by then, seconds. */
    private static final double TWO_EVALUATIONS = 30;

    /** From a second on, the object has a finding as bad as the status, or none. */
    private record Told(double at, String status, boolean found) {}

    private static Stream<Path> stories() throws IOException {
        return Stories.all().stream();
    }

    @ParameterizedTest
    @MethodSource("stories")
    void findings_come_and_go_as_expected(Path story) throws IOException {
        JsonNode expected = JSON.readTree(Files.readString(story.resolve("expected.json")));
        Replayed replayed = Replayed.json(story);

        for (JsonNode finding : expected.path("findings")) {
            if (finding.has("id")) {
                List<Told> told = told(
                        replayed,
                        finding.path("id").stringValue(),
                        finding.path("object").stringValue());
                check(finding, told);
            }
        }
    }

    private static void check(JsonNode finding, List<Told> told) {
        String status = finding.path("status").stringValue();
        String what = finding.toString();
        if (status.equals("no finding")) {
            assertThat(told).as(what).noneMatch(Told::found);
            return;
        }
        double at = finding.path("at").doubleValue();
        double sure = at + Math.max(TWO_EVALUATIONS, finding.path("tolerance_s").doubleValue(0));
        assertThat(last(told, sure)).as("%s by then", what).matches(one -> one.found && worse(one.status, status));
        if (finding.has("clears_at")) {
            // Three clean evaluations and what the last change before it takes.
            double clear = finding.path("clears_at").doubleValue() + 60;
            assertThat(last(told, clear)).as("%s is gone", what).matches(one -> !one.found);
        }
    }

    private static boolean worse(String status, String least) {
        return status.equals(least) || status.equals("fail") || least.equals("info");
    }

    private static Told last(List<Told> told, double at) {
        Told last = new Told(0, "", false);
        for (Told one : told) {
            if (one.at <= at) {
                last = one;
            }
        }
        return last;
    }

    private static List<Told> told(Replayed replayed, String practice, String object) {
        List<Told> told = new ArrayList<>();
        for (JsonNode line : replayed.out().lines().map(JSON::readTree).toList()) {
            if (line.path("practice").asString("").equals(practice)) {
                // Parts of the system are judged as the cluster's.
                String status = Stream.of(object, "cluster")
                        .map(name -> line.path("objects").path(name).asString(""))
                        .filter(word -> !word.isEmpty())
                        .findFirst()
                        .orElse("");
                told.add(new Told(line.path("at").doubleValue(), status, !status.isEmpty()));
            }
        }
        return told;
    }
}
