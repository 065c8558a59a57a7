package io.prodhealth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.source.recording.Stories;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayCommandTest {

    @TempDir
    private Path folder;

    @Test
    void a_folder_that_is_no_recording_is_bad_use() {
        Replayed replayed = Replayed.json(folder);

        assertThat(replayed.code()).isEqualTo(ExitCode.BAD_USE);
        assertThat(replayed.out()).isEmpty();
        assertThat(replayed.err())
                .isEqualToNormalizingNewlines("prodhealth: " + folder
                        + " is no recording: it has none of watch.jsonl, aws.jsonl, sqs.jsonl, metrics.jsonl"
                        + " and prometheus.jsonl\n");
        assertThat(Replayed.json(folder.resolve("nowhere")).code()).isEqualTo(ExitCode.BAD_USE);
    }

    @Test
    void every_wrong_option_is_said_at_once() {
        Replayed replayed = Replayed.of(
                "--format=xml",
                "--without=aws,gcp",
                "--without",
                "cloud",
                "--only=api,pod",
                "--from=-1",
                "--speed",
                "fast",
                "--config.file",
                "nowhere.yaml",
                "x");

        assertThat(replayed.code()).isEqualTo(ExitCode.BAD_USE);
        assertThat(replayed.err().lines())
                .containsExactly(
                        "--format: \"xml\" is not one of them. Allowed: text, json.",
                        "--without: \"gcp\" is not one of them. Allowed: aws, prometheus.",
                        "--without: \"cloud\" is not one of them. Allowed: aws, prometheus.",
                        "--only: \"pod\" is not one of them. Allowed: family, queue, api, practice, prometheus.",
                        "--from: \"-1\" is no number from 0 to 100000000.",
                        "--speed: \"fast\" is no number from 0 to 1000000.",
                        "nowhere.yaml: there is no such file.");
    }

    @Test
    void the_folder_has_to_be_named() {
        Replayed replayed = Replayed.of("--format=json");

        assertThat(replayed.code()).isEqualTo(ExitCode.BAD_USE);
        assertThat(replayed.err().lines()).containsExactly("DIR: needs a value.", "See prodhealth replay --help.");
    }

    @Test
    void only_what_is_asked_for_is_told() throws IOException {
        Replayed whole = Replayed.json(Stories.of('a'));
        Replayed families = Replayed.json(Stories.of('a'), "--only", "family");

        assertThat(whole.out()).contains("\"practice\":", "\"api_name\":");
        assertThat(families.out())
                .isNotEmpty()
                .isEqualTo(whole.out()
                        .lines()
                        .filter(line -> line.contains("\"node_family\":"))
                        .collect(Collectors.joining("\n", "", "\n")));
    }

    @Test
    void help_needs_no_folder() {
        Replayed replayed = Replayed.of("--help");

        assertThat(replayed.code()).isEqualTo(ExitCode.OK);
        assertThat(replayed.out()).contains("DIR", "--format", "--without", "--from", "--speed", "--config.file");
    }

    @Test
    void broken_lines_are_named_and_the_rest_is_replayed_but_all_could_not_be_judged() throws IOException {
        copy('a');
        append("nonsense\n" + "x".repeat(100) + "\n");

        Replayed replayed = Replayed.json(folder);

        assertThat(replayed.code()).isEqualTo(ExitCode.COULD_NOT_JUDGE);
        assertThat(replayed.out()).isEqualTo(Replayed.json(Stories.of('a')).out());
        assertThat(replayed.err().lines())
                .hasSize(3)
                .anyMatch(line -> line.startsWith(folder + "/watch.jsonl:64: is not JSON"))
                .anyMatch(line -> line.startsWith(folder + "/watch.jsonl:65: is not JSON"));
    }

    @Test
    void a_recording_that_was_cut_short_is_judged_as_far_as_it_goes() throws IOException {
        copy('a');
        append("{\"at\":419,\"resource\":\"pods\",\"type\":\"MODI");

        Replayed replayed = Replayed.json(folder);

        assertThat(replayed.code()).isEqualTo(ExitCode.OK);
        assertThat(replayed.out()).isEqualTo(Replayed.json(Stories.of('a')).out());
        assertThat(replayed.err()).contains("watch.jsonl:64: is cut short: the recording ends here.");
    }

    @Test
    void of_many_broken_lines_some_are_named_and_the_others_counted() throws IOException {
        copy('a');
        append("nonsense\n".repeat(1000));

        Replayed replayed = Replayed.json(folder);

        assertThat(replayed.err().lines()).hasSizeLessThan(25).contains("… and 980 lines more that cannot be used.");
    }

    @Test
    void a_line_of_200_MB_is_refused() throws IOException {
        copy('a');
        try (RandomAccessFile sparse =
                new RandomAccessFile(folder.resolve("watch.jsonl").toFile(), "rw")) {
            sparse.setLength(sparse.length() + (200L << 20));
            sparse.seek(sparse.length());
            sparse.write("\n".getBytes(StandardCharsets.US_ASCII));
        }

        Replayed replayed = Replayed.json(folder);

        assertThat(replayed.code()).isEqualTo(ExitCode.COULD_NOT_JUDGE);
        assertThat(replayed.err()).contains("watch.jsonl:64: is longer than 8 MiB.");
        assertThat(replayed.out()).isEqualTo(Replayed.json(Stories.of('a')).out());
    }

    @Test
    void another_clock_and_another_second_0_make_no_difference() throws IOException {
        // Two years later, and counted from second 5000.
        List<String> moved = Files.readAllLines(Stories.of('i').resolve("watch.jsonl")).stream()
                .map(line -> line.replace("2026-01-1", "2028-03-1"))
                .map(ReplayCommandTest::laterBy5000)
                .toList();
        Files.write(folder.resolve("watch.jsonl"), moved);

        // The reasons of practices name moments of the cluster's own clock.
        assertThat(Replayed.json(folder).out().replace("2028-03-1", "2026-01-1"))
                .isEqualTo(Replayed.json(Stories.of('i')).out());
        assertThat(Replayed.of(folder.toString()).out()).startsWith("2028-03-15 09:00:00 ");
    }

    private static String laterBy5000(String line) {
        int comma = line.indexOf(',');
        double at = Double.parseDouble(line.substring("{\"at\":".length(), comma));
        // The times in the objects stay: what was second 0 is 5000 seconds earlier.
        return "{\"at\":" + java.math.BigDecimal.valueOf(at).add(java.math.BigDecimal.valueOf(5000))
                + line.substring(comma);
    }

    @Test
    void names_from_the_cluster_cannot_draw_on_the_terminal() throws IOException {
        List<String> hostile = Files.readAllLines(Stories.of('a').resolve("watch.jsonl")).stream()
                .map(line -> line.replace("text-generator", "\\u001b[31mred\\n"))
                .toList();
        Files.write(folder.resolve("watch.jsonl"), hostile);

        Replayed text = Replayed.of(folder.toString());
        Replayed json = Replayed.json(folder);

        assertThat(text.code()).isEqualTo(ExitCode.OK);
        assertThat(text.out()).contains("\\u001b[31mred\\n").doesNotContain("\u001b");
        assertThat(json.out()).doesNotContain("\u001b");
        assertThat(json.out().lines()).allMatch(line -> line.startsWith("{\"at\":"));
    }

    @Test
    void at_a_speed_it_says_the_same() throws IOException {
        copy('a');

        assertThat(Replayed.json(folder, "--speed", "100000").out())
                .isEqualTo(Replayed.json(Stories.of('a')).out());
    }

    private void copy(char story) throws IOException {
        Path from = Stories.of(story);
        for (String file : List.of("watch.jsonl", "aws.jsonl")) {
            Files.copy(from.resolve(file), folder.resolve(file));
        }
    }

    private void append(String text) throws IOException {
        Path file = folder.resolve("watch.jsonl");
        Files.writeString(file, text, java.nio.file.StandardOpenOption.APPEND);
    }
}
