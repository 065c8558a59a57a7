package io.prodhealth.cli;

import io.prodhealth.config.Config;
import io.prodhealth.config.ConfigException;
import io.prodhealth.config.ConfigReader;
import io.prodhealth.logging.HostileText;
import io.prodhealth.logging.LogbackSetup;
import io.prodhealth.snapshot.GoDuration;
import io.prodhealth.source.recording.FolderInUseException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code prodhealth record}: writes down what the agent would see of a cluster. */
final class RecordCommand {

    static final String NAME = "record";

    private static final String DURATION = "--duration";
    private static final String HASH_NAMES = "--hash-names";

    private RecordCommand() {}

    static CommandSpec spec() {
        CommandSpec spec = Flags.command(
                NAME,
                "Record what is read of a cluster, to be judged again by replay. Secrets, and the values of environment"
                        + " variables, are left out.");
        spec.addPositional(Flags.folder("The folder for the recording: empty, or not there yet."));
        spec.addOption(OptionSpec.builder(DURATION)
                .type(String.class)
                .paramLabel("<duration>")
                .description("End after this, such as 90s or 2h. Default: when told to (Ctrl-C).")
                .build());
        spec.addOption(OptionSpec.builder(HASH_NAMES)
                .type(boolean.class)
                .description(
                        "Make names of APIs, images, hosts, accounts and the like unreadable. What belongs together"
                                + " still does.")
                .build());
        spec.addOption(OptionSpec.builder(ConfigReader.FILE_FLAG)
                .type(String.class)
                .paramLabel("<path>")
                .description("The configuration file (YAML). Every flag below wins over it.")
                .build());
        RunCommand.addSettings(spec);
        return spec;
    }

    static ExitCode run(ParseResult given, Map<String, String> environment, PrintWriter err, RecordRunner recorder)
            throws Exception {
        List<String> errors = new ArrayList<>();
        Optional<Path> folder = Flags.path(given.matchedPositionalValue(0, ""), errors);
        Optional<Duration> duration = duration(given.matchedOptionValue(DURATION, ""), errors);
        Config config = Config.defaults();
        try {
            config = new ConfigReader(environment, RunCommand.settings(given)).read();
        } catch (ConfigException e) {
            errors.add(String.valueOf(e.getMessage()));
        }
        if (!errors.isEmpty() || folder.isEmpty()) {
            errors.forEach(err::println);
            return ExitCode.BAD_USE;
        }
        LogbackSetup.apply(config.log().level(), config.log().format());
        try {
            boolean hashNames = given.matchedOptionValue(HASH_NAMES, false);
            recorder.record(new RecordRunner.Wanted(folder.get(), duration, hashNames, config), sentence -> {
                err.println(HostileText.oneLine(sentence));
                err.flush();
            });
            return ExitCode.OK;
        } catch (FolderInUseException e) {
            err.println("prodhealth: " + HostileText.oneLine(String.valueOf(e.getMessage())));
            return ExitCode.BAD_USE;
        }
    }

    private static Optional<Duration> duration(String text, List<String> errors) {
        Optional<Duration> duration = GoDuration.parse(text).filter(known -> !known.isNegative() && !known.isZero());
        if (duration.isEmpty() && !text.isEmpty()) {
            errors.add(DURATION + ": \"" + HostileText.oneLine(text)
                    + "\" is not a duration. Allowed: written like 90s, 15m or 1h30m.");
        }
        return duration;
    }
}
