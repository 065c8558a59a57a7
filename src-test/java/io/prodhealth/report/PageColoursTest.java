package io.prodhealth.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Contrast as WCAG 2.2 counts it: 4.5 for text (AA), 3 for what is not text. */
class PageColoursTest {

    private static final List<String> GROUNDS =
            List.of("paper", "card", "ok-wash", "warn-wash", "bad-wash", "unknown-wash");
    private static final List<String> TEXTS = List.of("ink", "soft", "link");
    private static final List<String> STATES = List.of("ok", "warn", "bad", "wait");
    private static final List<String> FILLS = List.of("ok-fill", "bad-fill", "wait-fill", "warn-fill");

    @Test
    void every_pair_of_colours_can_be_told_apart_in_light_in_dark_and_on_paper() throws IOException {
        String css = css();
        int dark = css.indexOf("@media screen and (prefers-color-scheme: dark)");
        int paper = css.indexOf("@media print");
        check("light", colours(css.substring(0, dark)), Map.of());
        check("dark", colours(css.substring(0, dark)), colours(css.substring(dark, paper)));
        check("paper", colours(css.substring(0, dark)), colours(css.substring(paper)));
    }

    private static void check(String scheme, Map<String, Integer> light, Map<String, Integer> instead) {
        Map<String, Integer> colours = new HashMap<>(light);
        colours.putAll(instead);
        check(scheme, colours);
    }

    private static void check(String scheme, Map<String, Integer> colours) {
        for (String ground : GROUNDS) {
            for (String text : TEXTS) {
                assertContrast(scheme, colours, text, ground, 4.5);
            }
        }
        for (String state : STATES) {
            assertContrast(scheme, colours, state, "card", 4.5);
        }
        for (String fill : FILLS) {
            assertContrast(scheme, colours, fill, "card", 3);
        }
    }

    private static void assertContrast(
            String scheme, Map<String, Integer> colours, String one, String other, double least) {
        double a = luminance(Objects.requireNonNull(colours.get(one), one));
        double b = luminance(Objects.requireNonNull(colours.get(other), other));
        assertThat((Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05))
                .as("%s: %s on %s", scheme, one, other)
                .isGreaterThanOrEqualTo(least);
    }

    private static double luminance(int rgb) {
        return 0.2126 * linear(rgb >> 16 & 0xff) + 0.7152 * linear(rgb >> 8 & 0xff) + 0.0722 * linear(rgb & 0xff);
    }

    private static double linear(int part) {
        double value = part / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }

    private static Map<String, Integer> colours(String css) {
        Matcher variable = Pattern.compile("--([a-z-]+): #([0-9a-f]{3,6});").matcher(css);
        Map<String, Integer> colours = new HashMap<>();
        while (variable.find()) {
            String hex = variable.group(2);
            String full = hex.length() == 3 ? hex.replaceAll("[0-9a-f]", "$0$0") : hex;
            colours.put(variable.group(1), Integer.parseInt(full, 16));
        }
        return colours;
    }

    private static String css() throws IOException {
        try (InputStream in = Objects.requireNonNull(PageColoursTest.class.getResourceAsStream("/page/page.css"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
