package io.prodhealth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/security.md: a bound that no test shows is none. */
class SecurityDocTest {

    private static final Pattern NAMED = Pattern.compile("`(\\w+(?:Test|IT))\\.(\\w+)`");

    @Test
    void every_test_that_shows_a_bound_is_there() throws Exception {
        Matcher named = NAMED.matcher(Files.readString(Path.of("docs/security.md")));
        List<String> missing = new ArrayList<>();
        int found = 0;
        while (named.find()) {
            found++;
            Optional<Path> file = file(named.group(1));
            if (file.isEmpty() || !Files.readString(file.get()).contains("void " + named.group(2) + "(")) {
                missing.add(named.group());
            }
        }

        assertThat(missing).isEmpty();
        assertThat(found).isGreaterThan(30);
    }

    private static Optional<Path> file(String test) throws Exception {
        try (Stream<Path> files = Files.walk(Path.of("src-test/java"))) {
            return files.filter(file -> file.endsWith(test + ".java")).findFirst();
        }
    }
}
