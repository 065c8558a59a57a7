package io.prodhealth.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class AuditHtmlTest {

    private static String html(AuditReport report) {
        return new String(AuditHtml.write(report), StandardCharsets.UTF_8);
    }

    @Test
    void the_page_needs_nothing_beside_itself_and_runs_nothing() {
        String page = html(AuditSamples.everything());

        assertThat(page).doesNotContain("<script", "<link", "<img", "<iframe", " src=", " style=", "url(", "@import");
        assertThat(page).doesNotContainPattern(" href=\"[^#]");
        assertThat(page).contains("default-src &#39;none&#39;");
    }

    @Test
    void hostile_words_stay_words() {
        String page = html(AuditSamples.everything());

        assertThat(page).contains("&lt;/style&gt;&lt;script&gt;alert(1)");
        assertThat(page.indexOf("</style>")).isEqualTo(page.lastIndexOf("</style>"));
        assertThat(page).doesNotContain("\u202e", "\u001b", "\u0000");
    }

    @Test
    void the_policy_lets_in_the_very_style_sheet_that_stands_in_the_page() throws Exception {
        String page = html(AuditSamples.everything());
        Matcher style = Pattern.compile("(?s)<style>(.*?)</style>").matcher(page);
        assertThat(style.find()).isTrue();

        String hash = Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256")
                        .digest(style.group(1).getBytes(StandardCharsets.UTF_8)));

        assertThat(page).contains("style-src &#39;sha256-" + hash + "&#39;");
        assertThat(style.group(1)).isEqualTo(AuditStyle.css());
    }

    @Test
    void it_tells_findings_remedies_waivers_and_what_was_not_judged() {
        String page = html(AuditSamples.everything());

        assertThat(page)
                .contains("1 practice failed, 1 to look at")
                .contains("Could not be read")
                .contains("A remedy. Needs a new cluster.")
                .contains("Waived until 2026-06-01 by ")
                .contains("Not judged: ")
                .contains("only a running cluster can tell")
                .contains("3 objects judged");
    }

    @Test
    void it_never_says_that_all_is_well_when_something_could_not_be_read() {
        AuditReport report = new AuditReport(AuditSamples.AT, List.of(), List.of("a.yaml:1:1: is no YAML."));

        assertThat(html(report)).contains("Nothing found, but not all could be judged");
        assertThat(html(new AuditReport(AuditSamples.AT, List.of(), List.of())))
                .contains("Nothing found that needs attention");
    }
}
