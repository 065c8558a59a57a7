package io.prodhealth.cli;

import io.prodhealth.report.AuditHtml;
import io.prodhealth.report.AuditJson;
import io.prodhealth.report.AuditJunit;
import io.prodhealth.report.AuditMarkdown;
import io.prodhealth.report.AuditReport;
import io.prodhealth.report.AuditSarif;
import io.prodhealth.report.AuditTable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How an audit is told. */
enum AuditFormat {
    TABLE,
    JSON,
    JUNIT,
    SARIF,
    HTML,
    MARKDOWN;

    String write(AuditReport report) {
        return switch (this) {
            case TABLE -> AuditTable.write(report);
            case JSON -> text(AuditJson.write(report));
            case JUNIT -> AuditJunit.write(report);
            case SARIF -> text(AuditSarif.write(report));
            case HTML -> text(AuditHtml.write(report));
            case MARKDOWN -> AuditMarkdown.write(report);
        };
    }

    /** Those that can be asked for, the first by default. */
    static List<String> words() {
        return Arrays.stream(values()).map(AuditFormat::word).toList();
    }

    /** The one of that word; the first where there is none, which has been said. */
    static AuditFormat of(String word) {
        return Arrays.stream(values())
                .filter(format -> format.word().equals(word))
                .findFirst()
                .orElse(TABLE);
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
