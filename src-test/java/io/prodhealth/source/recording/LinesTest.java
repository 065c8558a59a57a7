package io.prodhealth.source.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinesTest {

    @TempDir
    private Path folder;

    @Test
    void lines_are_numbered_and_empty_ones_passed_over() throws IOException {
        List<String> read = read(Files.writeString(folder.resolve("a"), "one\n\n\ntwo\nthree"));

        assertThat(read).containsExactly("1 one", "4 two", "5 three cut");
    }

    @Test
    void a_file_that_ends_with_a_line_is_not_cut() throws IOException {
        assertThat(read(Files.writeString(folder.resolve("a"), "one\n"))).containsExactly("1 one");
        assertThat(read(Files.writeString(folder.resolve("b"), ""))).isEmpty();
        assertThat(read(Files.writeString(folder.resolve("c"), "\n\n"))).isEmpty();
    }

    @Test
    void a_line_of_200_MB_is_passed_over_without_being_held() throws IOException {
        Path file = folder.resolve("long");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(200L << 20);
            sparse.seek(sparse.length());
            sparse.write("\nafter\n".getBytes(StandardCharsets.US_ASCII));
        }

        try (Lines lines = Lines.of(file)) {
            assertThat(lines.next()).isTrue();
            assertThat(lines.tooLong()).isTrue();
            assertThat(lines.number()).isEqualTo(1);
            assertThat(lines.buffer().length).isLessThanOrEqualTo(Lines.LONGEST);
            assertThat(lines.next()).isTrue();
            assertThat(lines.tooLong()).isFalse();
            assertThat(text(lines)).isEqualTo("after");
            assertThat(lines.next()).isFalse();
        }
    }

    @Test
    void the_longest_line_there_may_be_is_read() throws IOException {
        byte[] longest = new byte[Lines.LONGEST - 1];
        Arrays.fill(longest, (byte) 'x');
        Path file = folder.resolve("longest");
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(longest);
            out.write("\nafter\n".getBytes(StandardCharsets.US_ASCII));
        }

        try (Lines lines = Lines.of(file)) {
            assertThat(lines.next()).isTrue();
            assertThat(lines.tooLong()).isFalse();
            assertThat(lines.length()).isEqualTo(longest.length);
            assertThat(lines.next()).isTrue();
            assertThat(text(lines)).isEqualTo("after");
        }
    }

    @Test
    void what_is_left_of_a_packed_file_that_was_never_closed_is_read() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            for (int i = 0; i < 20_000; i++) {
                gzip.write(("line " + i + "\n").getBytes(StandardCharsets.US_ASCII));
            }
        }
        byte[] whole = packed.toByteArray();

        List<String> all = read(Files.write(folder.resolve("whole.gz"), whole));
        List<String> half = read(Files.write(folder.resolve("half.gz"), Arrays.copyOf(whole, whole.length / 2)));
        List<String> none = read(Files.write(folder.resolve("none.gz"), new byte[0]));

        assertThat(all).hasSize(20_000).endsWith("20000 line 19999");
        assertThat(half).hasSizeBetween(100, 19_999).startsWith("1 line 0");
        assertThat(none).isEmpty();
    }

    @Property(tries = 200)
    void every_line_is_found_wherever_the_reads_end(
            @ForAll @Size(max = 40) List<@IntRange(max = 40_000) Integer> lengths) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lengths.size(); i++) {
            text.append(String.valueOf((char) ('a' + i % 26)).repeat(lengths.get(i)))
                    .append('\n');
        }
        List<String> expected =
                text.toString().lines().filter(line -> !line.isEmpty()).toList();

        List<String> read = new ArrayList<>();
        try {
            Path file = Files.writeString(Files.createTempFile("lines", ".jsonl"), text);
            try (Lines lines = Lines.of(file)) {
                while (lines.next()) {
                    read.add(text(lines));
                }
            }
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }

        assertThat(read).isEqualTo(expected);
    }

    private static List<String> read(Path file) throws IOException {
        List<String> read = new ArrayList<>();
        try (Lines lines = Lines.of(file)) {
            while (lines.next()) {
                read.add(lines.number() + " " + text(lines) + (lines.cut() ? " cut" : ""));
            }
        }
        return read;
    }

    private static String text(Lines lines) {
        return new String(lines.buffer(), lines.from(), lines.length(), StandardCharsets.UTF_8);
    }
}
