package io.prodhealth.cli;

import io.prodhealth.access.Access;
import io.prodhealth.access.Standing;
import io.prodhealth.config.Config;
import io.prodhealth.config.ConfigException;
import io.prodhealth.config.ConfigReader;
import io.prodhealth.logging.HostileText;
import io.prodhealth.logging.LogbackSetup;
import io.prodhealth.report.AccessJson;
import io.prodhealth.report.AccessTable;
import io.prodhealth.report.MissingAccess;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code prodhealth check-access}: what the agent may do of what it needs, and what would grant the rest. */
final class CheckAccessCommand {

    static final String NAME = "check-access";

    private static final String FORMAT = "--format";
    private static final String STRICT = "--strict";
    private static final List<String> FORMATS = List.of("table", "json", "manifest", "policy");

    private CheckAccessCommand() {}

    static CommandSpec spec() {
        CommandSpec spec = Flags.command(
                NAME,
                "Tell what the agent is allowed to do of what it needs, in Kubernetes and in AWS, and what would grant"
                        + " the rest. It asks as run does, so run it where the agent runs; it changes nothing. It ends"
                        + " with 1 when something is missing, and with 3 when something could not be found out.");
        spec.addOption(Flags.option(
                FORMAT,
                "<format>",
                "One of " + String.join(", ", FORMATS)
                        + ": all of it for people or for programs, or only the manifest for"
                        + " Kubernetes or the policy for IAM that would grant what is missing. Default: table."));
        spec.addOption(Flags.timeout("What has not been answered by then is unknown."));
        spec.addOption(OptionSpec.builder(STRICT)
                .type(boolean.class)
                .description("End with 3 also when there was nothing yet to ask AWS about with some action.")
                .build());
        spec.addOption(Flags.option(
                ConfigReader.FILE_FLAG, "<path>", "The configuration file (YAML). Every flag below wins over it."));
        RunCommand.addSettings(spec);
        return spec;
    }

    static ExitCode run(ParseResult given, Main program) throws Exception {
        List<String> errors = new ArrayList<>();
        String format = Flags.oneOf(given, FORMAT, FORMATS, errors);
        Duration timeout = Flags.timeout(given, errors);
        Config config = Config.defaults();
        try {
            config = new ConfigReader(program.environment(), RunCommand.settings(given)).read();
        } catch (ConfigException e) {
            errors.add(String.valueOf(e.getMessage()));
        }
        if (!errors.isEmpty()) {
            errors.forEach(program.err()::println);
            return ExitCode.BAD_USE;
        }
        LogbackSetup.apply(config.log().level(), config.log().format());
        Access access = program.checker().check(config, timeout);
        program.out()
                .print(
                        switch (format) {
                            case "json" -> new String(AccessJson.write(access), StandardCharsets.UTF_8);
                            case "manifest" -> MissingAccess.manifest(access);
                            case "policy" -> MissingAccess.policy(access);
                            default -> AccessTable.write(access);
                        });
        if (!access.unjudged().isEmpty()) {
            program.err()
                    .println("prodhealth: the rights in Kubernetes cannot be asked about: "
                            + HostileText.oneLine(access.unjudged()));
        }
        return code(access, given.matchedOptionValue(STRICT, false));
    }

    /** What is worst decides: what is missing before what could not be found out. */
    private static ExitCode code(Access access, boolean strict) {
        if (access.count(Standing.MISSING) > 0) {
            return ExitCode.FINDINGS;
        }
        boolean open = !access.unjudged().isEmpty()
                || access.count(Standing.UNKNOWN) > 0
                || (strict && access.count(Standing.NOT_ASKED) > 0);
        return open ? ExitCode.COULD_NOT_JUDGE : ExitCode.OK;
    }
}
