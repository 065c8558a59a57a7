package io.prodhealth.source.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.fuzz.FuzzTarget;
import io.prodhealth.snapshot.Apis;
import io.prodhealth.snapshot.Observed;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The files of users, read in whole. */
public final class FuzzedFiles {

    private static final Instant NOW = Instant.parse("2026-01-15T09:00:00Z");

    private FuzzedFiles() {}

    /** A cluster configuration and API specs. */
    public static FuzzTarget target() {
        return new FuzzTarget(
                "files of users",
                List.of(sample("production-cluster.yaml"), sample("production-apis.yaml"), sample("every-kind.yaml")),
                FuzzedFiles::read);
    }

    private static boolean read(String text) {
        FilesReader reader = new FilesReader();
        reader.text("f.yaml", text, true);
        CortexFiles.Found found = CortexFiles.found(reader, NOW, "default");
        assertThat(found.unreadable())
                .allSatisfy(
                        sentence -> assertThat(sentence).startsWith("f.yaml:").hasSizeLessThan(2_000));
        assertThat(found.unreadable()).hasSizeLessThan(100);
        var objects = found.snapshot().kubernetes();
        boolean anyApi =
                !Apis.of(objects, Optional.empty(), NOW).orElse(List.of()).isEmpty();
        boolean config = objects.clusterConfig() instanceof Observed.Known<?>;
        boolean whole = found.unreadable().isEmpty();
        assertThat(whole)
                .isEqualTo(!found.partly().anything()
                        && !found.partly().configuration()
                        && found.partly().apis().isEmpty()
                        && !(objects.clusterConfig() instanceof Observed.Unknown<?> unknown
                                && unknown.reason() == Observed.Reason.INVALID));
        return whole && (anyApi || config);
    }

    private static String sample(String name) {
        try (InputStream in = Objects.requireNonNull(FuzzedFiles.class.getResourceAsStream("/audit/" + name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
