package io.prodhealth.cli;

import io.prodhealth.http.ListenException;
import io.prodhealth.logging.HostileText;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * The program. Results go to the standard output; errors and the log to the standard error.
 *
 * @param environment the variables of the process
 * @param agent what {@code run} runs
 * @param recorder what {@code record} runs
 * @param auditor by which {@code audit} looks at a live cluster
 * @param checker by which {@code check-access} asks what is allowed
 * @param clock by which what has no date of its own is judged
 */
public record Main(
        Map<String, String> environment,
        PrintWriter out,
        PrintWriter err,
        AgentRunner agent,
        RecordRunner recorder,
        LiveAuditor auditor,
        AccessChecker checker,
        Clock clock) {

    private static final Map<String, Supplier<CommandSpec>> COMMANDS = commands();

    /** Runs the command that the arguments name. */
    public ExitCode run(String... arguments) {
        try {
            return dispatch(arguments);
        } catch (ListenException e) {
            err.println("prodhealth: " + HostileText.oneLine(String.valueOf(e.getMessage())));
            return ExitCode.BAD_USE;
        } catch (Exception e) {
            err.println("prodhealth: " + HostileText.oneLine(e.getMessage() == null ? e.toString() : e.getMessage()));
            return ExitCode.COULD_NOT_JUDGE;
        } finally {
            out.flush();
            err.flush();
        }
    }

    private ExitCode dispatch(String... arguments) throws Exception {
        CommandLine root = arguments.length > 0 && COMMANDS.containsKey(arguments[0])
                ? commandLine(List.of(arguments[0]))
                : commandLine();
        ParseResult parsed = root.parseArgs(arguments);
        ParseResult command = parsed.hasSubcommand() ? parsed.subcommand() : parsed;
        if (parsed.isUsageHelpRequested() || command.isUsageHelpRequested()) {
            command.commandSpec().commandLine().usage(out, Ansi.OFF);
            return ExitCode.OK;
        }
        List<String> errors = new ArrayList<>(Flags.errors(parsed));
        if (parsed.hasSubcommand()) {
            errors.addAll(Flags.errors(command));
        }
        if (!errors.isEmpty() && command.commandSpec().name().equals("run")) {
            errors.addAll(RunCommand.configErrors(command, environment));
        }
        if (!errors.isEmpty()) {
            errors.forEach(err::println);
            err.println("See " + command.commandSpec().qualifiedName() + " --help.");
            return ExitCode.BAD_USE;
        }
        if (parsed.isVersionHelpRequested()) {
            return VersionCommand.run(out);
        }
        return switch (command.commandSpec().name()) {
            case "run" -> RunCommand.run(command, environment, out, err, agent);
            case AuditCommand.NAME -> AuditCommand.run(command, this);
            case CheckAccessCommand.NAME -> CheckAccessCommand.run(command, this);
            case RecordCommand.NAME -> RecordCommand.run(command, environment, err, recorder);
            case ReplayCommand.NAME -> ReplayCommand.run(command, environment, out, err);
            case PracticesCommand.NAME -> PracticesCommand.run(command, out, err);
            case RulesCommand.NAME -> RulesCommand.run(command, out, err);
            case "version" -> VersionCommand.run(out);
            default -> {
                root.usage(err, Ansi.OFF);
                yield ExitCode.BAD_USE;
            }
        };
    }

    private static Map<String, Supplier<CommandSpec>> commands() {
        Map<String, Supplier<CommandSpec>> commands = new LinkedHashMap<>();
        commands.put("run", RunCommand::spec);
        commands.put(AuditCommand.NAME, AuditCommand::spec);
        commands.put(CheckAccessCommand.NAME, CheckAccessCommand::spec);
        commands.put(RecordCommand.NAME, RecordCommand::spec);
        commands.put(ReplayCommand.NAME, ReplayCommand::spec);
        commands.put(PracticesCommand.NAME, PracticesCommand::spec);
        commands.put(RulesCommand.NAME, RulesCommand::spec);
        commands.put("version", VersionCommand::spec);
        return commands;
    }

    /** Every command there is. */
    static CommandLine commandLine() {
        return commandLine(COMMANDS.keySet());
    }

    /** Some of the commands only: four of them have a flag for each setting, which takes long to make at every start. */
    private static CommandLine commandLine(Collection<String> names) {
        CommandSpec root = Flags.command(
                "prodhealth",
                "Tells the people responsible for a Kubernetes cluster, before their users do, that production is"
                        + " unhealthy.");
        root.addOption(OptionSpec.builder("--version")
                .versionHelp(true)
                .type(boolean.class)
                .description("The same as the command version.")
                .build());
        for (Map.Entry<String, Supplier<CommandSpec>> command : COMMANDS.entrySet()) {
            if (names.contains(command.getKey())) {
                root.addSubcommand(command.getKey(), command.getValue().get());
            }
        }
        CommandLine commandLine = new CommandLine(root);
        // All errors at once, and no reading of @files that an argument happens to name.
        commandLine.setExpandAtFiles(false).setInterpolateVariables(false);
        root.parser().collectErrors(true);
        root.subcommands().values().forEach(sub -> sub.getCommandSpec().parser().collectErrors(true));
        return commandLine;
    }
}
