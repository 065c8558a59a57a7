package io.prodhealth.cli;

import io.prodhealth.config.Config;
import io.prodhealth.config.ConfigException;
import io.prodhealth.config.ConfigReader;
import io.prodhealth.logging.HostileText;
import io.prodhealth.practice.Severity;
import io.prodhealth.practice.Status;
import io.prodhealth.practice.Verdict;
import io.prodhealth.report.AuditReport;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code prodhealth audit}: the practices of the guide judged once. */
final class AuditCommand {

    static final String NAME = "audit";

    private static final String LIVE = "--live";
    private static final String FORMAT = "--format";
    private static final String FAIL_ON = "--fail-on";
    private static final String AT = "--at";
    private static final String STRICT = "--strict";
    private static final List<String> FAIL_ONS = List.of("fail", "warn", "never");

    private AuditCommand() {}

    static CommandSpec spec() {
        CommandSpec spec = Flags.command(
                NAME,
                "Judge a cluster by every practice of the production guide: one that is to be, by the files that make"
                        + " it; one that was dumped to a folder; or one that runs.");
        spec.addPositional(
                Flags.paths("A cluster configuration of Cortex (cluster.yaml), a file of API specs, or a folder of"
                        + " such; or a folder of lists as the API server serves them, with cluster.json."));
        spec.addOption(flag(LIVE, "Judge the cluster of the kubeconfig or of the service account, as run sees it."));
        spec.addOption(Flags.timeout("With " + LIVE + ": judge what has come by then."));
        spec.addOption(Flags.option(
                FORMAT, "<format>", "One of " + String.join(", ", AuditFormat.words()) + ". Default: table."));
        spec.addOption(Flags.option(
                FAIL_ON,
                "<status>",
                "The least that ends with 1: fail, warn, or never. Default: fail. Waived findings do not count."));
        spec.addOption(Flags.option(
                AT,
                "<time>",
                "The moment to judge as of, like 2026-01-15T09:00:00Z. Default: that of cluster.json; now for files."));
        spec.addOption(flag(STRICT, "End with 3 when a practice is unknown."));
        spec.addOption(Flags.option(
                ConfigReader.FILE_FLAG, "<path>", "The configuration file (YAML). Every flag below wins over it."));
        RunCommand.addSettings(spec);
        return spec;
    }

    private static OptionSpec flag(String name, String description) {
        return OptionSpec.builder(name)
                .type(boolean.class)
                .description(description)
                .build();
    }

    /** How it is told, and what it ends with. */
    private record Wanted(AuditFormat format, String failOn, boolean strict) {}

    static ExitCode run(ParseResult given, Main program) throws Exception {
        List<String> errors = new ArrayList<>();
        Wanted wanted = new Wanted(
                AuditFormat.of(Flags.oneOf(given, FORMAT, AuditFormat.words(), errors)),
                Flags.oneOf(given, FAIL_ON, FAIL_ONS, errors),
                given.matchedOptionValue(STRICT, false));
        Duration timeout = Flags.timeout(given, errors);
        Optional<Instant> at = moment(given.matchedOptionValue(AT, ""), errors);
        Config config = Config.defaults();
        try {
            config = new ConfigReader(program.environment(), RunCommand.settings(given)).read();
        } catch (ConfigException e) {
            errors.add(String.valueOf(e.getMessage()));
        }
        List<String> paths = given.matchedPositionalValue(0, List.of());
        Optional<AuditInput> input = given.matchedOptionValue(LIVE, false)
                ? live(paths, at, timeout, program.auditor(), errors)
                : AuditInput.ofPaths(paths, at, config.cortex().namespace(), program.clock(), errors);
        if (!errors.isEmpty() || input.isEmpty()) {
            errors.forEach(program.err()::println);
            return ExitCode.BAD_USE;
        }
        AuditReport report = input.get().judge(config);
        program.out().print(wanted.format.write(report));
        report.unreadable().forEach(one -> program.err().println("prodhealth: " + one));
        return code(wanted, report);
    }

    private static Optional<AuditInput> live(
            List<String> paths, Optional<Instant> at, Duration timeout, LiveAuditor auditor, List<String> errors) {
        if (!paths.isEmpty()) {
            errors.add(LIVE + ": goes with no " + Flags.PATH + "; the cluster is judged, not files.");
        }
        if (at.isPresent()) {
            errors.add(AT + ": goes not with " + LIVE + ", which judges as of now.");
        }
        return Optional.of(new AuditInput.Live(auditor, timeout));
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

    private static Optional<Instant> moment(String text, List<String> errors) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            errors.add(AT + ": \"" + HostileText.oneLine(text) + "\" is no moment like 2026-01-15T09:00:00Z.");
            return Optional.empty();
        }
    }
}
