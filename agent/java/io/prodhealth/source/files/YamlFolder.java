package io.prodhealth.source.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/** Finds YAML files, and reads one. Links are not followed: they may lead anywhere, or in a circle. */
final class YamlFolder {

    /** A thousand APIs, each in a file of its own, and more. */
    static final int MOST = 2_000;

    private static final int DEEPEST = 16;
    /** A cluster configuration has a few kilobytes, a file of a hundred APIs a hundred. */
    private static final int MOST_BYTES = 1 << 20;

    private YamlFolder() {}

    /** Those in the folder and below, in order, at most one more than {@link #MOST}. */
    static List<Path> files(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(folder, EnumSet.noneOf(FileVisitOption.class), DEEPEST, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
                boolean hidden =
                        !dir.equals(folder) && String.valueOf(dir.getFileName()).startsWith(".");
                return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()
                        && String.valueOf(file.getFileName()).matches(".*\\.ya?ml")) {
                    files.add(file);
                }
                return files.size() > MOST ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
            }
        });
        files.sort(null);
        return files;
    }

    /** The text of a file; the message of the exception says what is wrong with it. */
    static String text(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(
                    Files.exists(file) ? "is no file; expected one" : "is not there; expected a file or a folder");
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MOST_BYTES + 1);
        } catch (IOException e) {
            throw new IOException("cannot be read: " + e.getClass().getSimpleName(), e);
        }
        if (bytes.length > MOST_BYTES) {
            throw new IOException("is longer than " + (MOST_BYTES >> 20) + " MiB; expected a file that a person wrote");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new IOException("is not UTF-8", e);
        }
    }
}
