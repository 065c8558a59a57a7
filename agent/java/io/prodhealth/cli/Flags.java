package io.prodhealth.cli;

import io.prodhealth.config.Nearest;
import io.prodhealth.logging.HostileText;
import io.prodhealth.snapshot.GoDuration;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** What the commands have in common: how they read flags, and what they say to a wrong one. */
final class Flags {
    /** Label of the arguments of {@link #paths}. */
    static final String PATH = "PATH";

    private static final String FOLDER = "DIR";
    private static final String TIMEOUT = "--timeout";
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(60);

    private Flags() {}

    /** A command with --help, made without annotations: to read those takes longer than everything else here. */
    static CommandSpec command(String name, String purpose) {
        CommandSpec spec = CommandSpec.create().name(name);
        spec.usageMessage()
                .description(purpose)
                .sortOptions(false)
                .abbreviateSynopsis(true)
                .width(100)
                .longOptionsMaxWidth(40);
        spec.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .type(boolean.class)
                .description("Print this and end.")
                .build());
        return spec;
    }

    /** A flag with a value. */
    static OptionSpec option(String name, String label, String description) {
        return OptionSpec.builder(name)
                .type(String.class)
                .paramLabel(label)
                .description(literal(description))
                .build();
    }

    /** For how long a live cluster is looked at; {@link #timeout(ParseResult, List)} reads it. */
    static OptionSpec timeout(String description) {
        return option(TIMEOUT, "<duration>", description + " Default: " + LONGEST_LOOK.toSeconds() + "s.");
    }

    /** What was given for it, or its default; anything that is no duration is said. */
    static Duration timeout(ParseResult given, List<String> errors) {
        String text = given.matchedOptionValue(TIMEOUT, "");
        Optional<Duration> timeout = GoDuration.parse(text).filter(known -> !known.isNegative() && !known.isZero());
        if (timeout.isEmpty() && !text.isEmpty()) {
            errors.add(TIMEOUT + ": \"" + HostileText.oneLine(text)
                    + "\" is not a duration. Allowed: written like 90s, 15m or 1h30m.");
        }
        return timeout.orElse(LONGEST_LOOK);
    }

    /** What was given for a flag that takes one of some words, the first where it was not; anything else is said. */
    static String oneOf(ParseResult given, String option, List<String> allowed, List<String> errors) {
        String value = given.matchedOptionValue(option, allowed.getFirst());
        if (!allowed.contains(value)) {
            errors.add(option + ": \"" + HostileText.oneLine(value) + "\" is not one of them. Allowed: "
                    + String.join(", ", allowed) + ".");
        }
        return value;
    }

    /** The one argument of a command that works on a folder. */
    static PositionalParamSpec folder(String description) {
        return PositionalParamSpec.builder()
                .index("0")
                .arity("1")
                .required(true)
                .paramLabel(FOLDER)
                .type(String.class)
                .description(description)
                .build();
    }

    /** The one argument of a command that can do without. */
    static PositionalParamSpec optional(String label, String description) {
        return PositionalParamSpec.builder()
                .index("0")
                .arity("0..1")
                .paramLabel(label)
                .type(String.class)
                .description(description)
                .build();
    }

    /** The arguments of a command that works on any number of files and folders. */
    static PositionalParamSpec paths(String description) {
        return PositionalParamSpec.builder()
                .index("0..*")
                .arity("0..*")
                .paramLabel(PATH)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .description(description)
                .build();
    }

    /** A path that was given; empty, and said, when it is none. */
    static Optional<Path> path(String folder, List<String> errors) {
        try {
            return Optional.of(Path.of(folder));
        } catch (InvalidPathException e) {
            errors.add(FOLDER + ": is not a path.");
            return Optional.empty();
        }
    }

    /** Text in which picocli replaces nothing. */
    static String literal(String text) {
        return text.replace("%", "%%");
    }

    /** One sentence for each wrong argument, with the nearest right one. */
    static List<String> errors(ParseResult parsed) {
        List<String> sentences = new ArrayList<>();
        for (Exception error : parsed.errors()) {
            switch (error) {
                case UnmatchedArgumentException unmatched -> unmatched(unmatched, sentences);
                case MissingParameterException missing ->
                    sentences.add(missing.getMissing().stream()
                                    .map(Flags::name)
                                    .findFirst()
                                    .orElse("a flag")
                            + ": needs a value.");
                default -> sentences.add(HostileText.oneLine(String.valueOf(error.getMessage())));
            }
        }
        return sentences;
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }

    private static void unmatched(UnmatchedArgumentException unmatched, List<String> sentences) {
        CommandLine command = unmatched.getCommandLine();
        List<String> flags = command.getCommandSpec().options().stream()
                .flatMap(option -> List.of(option.names()).stream())
                .toList();
        List<String> commands = List.copyOf(command.getSubcommands().keySet());
        boolean flagBefore = false;
        for (String argument : unmatched.getUnmatched()) {
            boolean isFlag = argument.startsWith("-");
            if (isFlag) {
                sentences.add(sentence("flag", argument.replaceFirst("(?s)=.*", ""), flags));
            } else if (!flagBefore) { // otherwise probably the value of the unknown flag
                sentences.add(sentence(commands.isEmpty() ? "argument" : "command", argument, commands));
            }
            flagBefore = isFlag && argument.indexOf('=') < 0;
        }
    }

    private static String sentence(String kind, String given, List<String> known) {
        String nearest = Nearest.to(given, known);
        return HostileText.oneLine(given) + ": unknown " + kind + "."
                + (nearest.isEmpty() ? "" : " Did you mean " + nearest + "?");
    }
}
