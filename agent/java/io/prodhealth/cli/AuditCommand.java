package io.prodhealth.cli;

import io.prodhealth.config.Config;
import io.prodhealth.config.ConfigException;
import io.prodhealth.config.ConfigReader;
import io.prodhealth.evaluation.Audit;
import io.prodhealth.logging.HostileText;
import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Severity;
import io.prodhealth.practice.Status;
import io.prodhealth.practice.Verdict;
import io.prodhealth.report.AuditJson;
import io.prodhealth.report.AuditJunit;
import io.prodhealth.report.AuditMarkdown;
import io.prodhealth.report.AuditReport;
import io.prodhealth.report.AuditTable;
import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.source.recording.DumpedCluster;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code prodhealth audit}: the practices of the guide judged once. */
final class AuditCommand {

    static final String NAME = "audit";

    private static final String FORMAT = "--format";
    private static final String FAIL_ON = "--fail-on";
    private static final String AT = "--at";
    private static final String STRICT = "--strict";
    private static final List<String> FORMATS = List.of("table", "json", "junit", "markdown");
    private static final List<String> FAIL_ONS = List.of("fail", "warn", "never");

    private AuditCommand() {}

    static CommandSpec spec() {
        CommandSpec spec = Flags.command(
                NAME, "Judge a cluster that was dumped to a folder by every practice of the production guide.");
        spec.addPositional(
                Flags.folder("The folder: lists of objects as the API server serves them, and cluster.json."));
        spec.addOption(Flags.option(FORMAT, "<format>", "One of " + String.join(", ", FORMATS) + ". Default: table."));
        spec.addOption(Flags.option(
                FAIL_ON,
                "<status>",
                "The least that ends with 1: fail, warn, or never. Default: fail. Waived findings do not count."));
        spec.addOption(Flags.option(
                AT, "<time>", "The moment to judge as of, like 2026-01-15T09:00:00Z. Default: that of cluster.json."));
        spec.addOption(OptionSpec.builder(STRICT)
                .type(boolean.class)
                .description("End with 3 when a practice is unknown.")
                .build());
        spec.addOption(Flags.option(ConfigReader.FILE_FLAG, "<path>", "The configuration file (YAML)."));
        return spec;
    }

    /** What was asked for. */
    private record Wanted(Path folder, Instant at, String format, String failOn, boolean strict, Config config) {}

    static ExitCode run(ParseResult given, Map<String, String> environment, PrintWriter out, PrintWriter err) {
        List<String> errors = new ArrayList<>();
        Optional<Wanted> wanted = wanted(given, environment, errors);
        if (wanted.isEmpty()) {
            errors.forEach(err::println);
            return ExitCode.BAD_USE;
        }
        AuditReport report = audit(wanted.get());
        out.print(
                switch (wanted.get().format) {
                    case "json" -> new String(AuditJson.write(report), StandardCharsets.UTF_8);
                    case "junit" -> AuditJunit.write(report);
                    case "markdown" -> AuditMarkdown.write(report);
                    default -> AuditTable.write(report);
                });
        report.unreadable().forEach(one -> err.println("prodhealth: " + one));
        return code(wanted.get(), report);
    }

    private static AuditReport audit(Wanted wanted) {
        List<String> unreadable = new ArrayList<>();
        ClusterSnapshot snapshot = DumpedCluster.read(
                wanted.folder,
                wanted.at,
                wanted.config.cortex().namespace(),
                complaint -> unreadable.add(HostileText.oneLine(complaint.where() + ": " + complaint.what() + ".")));
        if (snapshot.kubernetes().pods().known().isEmpty()
                && snapshot.kubernetes().deployments().known().isEmpty()) {
            unreadable.add(
                    "the folder holds nothing of Kubernetes: neither pods.json nor deployments.json can be read.");
        }
        Audit audit = Audit.of(snapshot, Evidence.Origin.DUMP, wanted.config, List.of());
        return new AuditReport(wanted.at, audit.verdicts(), List.copyOf(unreadable));
    }

    /** What is worst decides: a finding before what could not be judged. */
    private static ExitCode code(Wanted wanted, AuditReport report) {
        boolean found = report.verdicts().stream().anyMatch(verdict -> counts(verdict, wanted.failOn));
        if (found) {
            return ExitCode.FINDINGS;
        }
        boolean unknown = report.verdicts().stream().anyMatch(verdict -> verdict.status() == Status.UNKNOWN);
        return !report.unreadable().isEmpty() || (wanted.strict && unknown) ? ExitCode.COULD_NOT_JUDGE : ExitCode.OK;
    }

    private static boolean counts(Verdict verdict, String failOn) {
        Severity least = failOn.equals("warn") ? Severity.WARNING : Severity.CRITICAL;
        return !failOn.equals("never")
                && verdict.findings().stream()
                        .anyMatch(finding -> finding.severity().compareTo(least) <= 0);
    }

    private static Optional<Wanted> wanted(ParseResult given, Map<String, String> environment, List<String> errors) {
        Optional<Path> folder = Flags.path(given.matchedPositionalValue(0, ""), errors);
        String format = Flags.oneOf(given, FORMAT, FORMATS, errors);
        String failOn = Flags.oneOf(given, FAIL_ON, FAIL_ONS, errors);
        Optional<Instant> at = folder.flatMap(path -> moment(given, path, errors));
        try {
            String file = given.matchedOptionValue(ConfigReader.FILE_FLAG, "");
            Config config = new ConfigReader(
                            environment, file.isEmpty() ? Map.of() : Map.of(ConfigReader.FILE_FLAG, file))
                    .read();
            if (errors.isEmpty() && folder.isPresent() && at.isPresent()) {
                return Optional.of(new Wanted(
                        folder.get(), at.get(), format, failOn, given.matchedOptionValue(STRICT, false), config));
            }
        } catch (ConfigException e) {
            errors.add(String.valueOf(e.getMessage()));
        }
        return Optional.empty();
    }

    private static Optional<Instant> moment(ParseResult given, Path folder, List<String> errors) {
        String text = given.matchedOptionValue(AT, "");
        try {
            if (!text.isEmpty()) {
                return Optional.of(Instant.parse(text));
            }
        } catch (DateTimeException e) {
            errors.add(AT + ": \"" + HostileText.oneLine(text) + "\" is no moment like 2026-01-15T09:00:00Z.");
            return Optional.empty();
        }
        Optional<Instant> taken = DumpedCluster.takenAt(folder);
        if (taken.isEmpty()) {
            errors.add(HostileText.oneLine(folder.toString())
                    + ": has no cluster.json that says when it was taken (taken_at); say it with " + AT + ".");
        }
        return taken;
    }
}
