package io.prodhealth.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The version that the rules name is a digest of them: nobody can change them and forget it. */
class RulesVersionTest {

    private static final Path FILE = Path.of("alerts/rules/meta.yaml");
    private static final Path TESTS = Path.of("alerts/tests/ProdhealthRulesOutOfDate.yaml");
    private static final int DIGITS = 10;

    @Test
    void the_version_is_a_digest_of_the_files() throws IOException {
        String named = version(Files.readString(FILE));
        String right = digest(named);
        if (Boolean.getBoolean("prodhealth.update")) {
            for (Path file : new Path[] {FILE, TESTS}) {
                Files.writeString(file, Files.readString(file).replace(named, right));
            }
        }

        assertThat(version(Files.readString(FILE)))
                .as("`mvn test -Dtest=RulesVersionTest -Dprodhealth.update=true` writes it")
                .isEqualTo(right);
        assertThat(Files.readString(TESTS)).contains(right);
    }

    private static String version(String meta) {
        return meta.replaceFirst("(?s).*rules_version!=\"([^\"]*)\".*", "$1");
    }

    private static String digest(String named) {
        String all = RuleFiles.NAMES.stream()
                .map(name -> read(Path.of("alerts/rules", name + ".yaml")))
                .collect(Collectors.joining());
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(all.replace(named, "").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
