package io.prodhealth.cli;

import io.prodhealth.config.Config;
import io.prodhealth.config.ConfigException;
import io.prodhealth.config.ConfigReader;
import io.prodhealth.config.ConfigReloader;
import io.prodhealth.config.ProcessSignal;
import io.prodhealth.config.Setting;
import io.prodhealth.config.Settings;
import io.prodhealth.config.WebConfig;
import io.prodhealth.config.WebConfigReader;
import io.prodhealth.config.WebConfigWatch;
import io.prodhealth.logging.LogbackSetup;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code prodhealth run}: the agent itself. */
final class RunCommand {
    static final String CHECK_FLAG = "--config.check";

    private RunCommand() {}

    static CommandSpec spec() {
        CommandSpec spec = Flags.command("run", "Watch the cluster and serve what is found, until told to stop.");
        spec.addOption(OptionSpec.builder(ConfigReader.FILE_FLAG)
                .type(String.class)
                .paramLabel("<path>")
                .description("The configuration file (YAML). Every flag below wins over it.")
                .build());
        spec.addOption(OptionSpec.builder(WebConfigReader.FLAG)
                .type(String.class)
                .paramLabel("<path>")
                .description(
                        "The file (YAML) with TLS and the users of the endpoints, as Prometheus' exporters read it.")
                .build());
        spec.addOption(OptionSpec.builder(CHECK_FLAG)
                .type(boolean.class)
                .description("Print the configuration in force and end.")
                .build());
        addSettings(spec);
        return spec;
    }

    /** A flag for each setting. */
    static void addSettings(CommandSpec spec) {
        for (Setting<?> setting : Settings.ALL) {
            spec.addOption(option(setting));
        }
    }

    private static OptionSpec option(Setting<?> setting) {
        boolean isSwitch = setting.defaultValue() instanceof Boolean;
        String byDefault = setting.defaultText().isEmpty() ? "" : " Default: " + setting.defaultText() + ".";
        return OptionSpec.builder(setting.flag())
                .type(String.class)
                .paramLabel(setting.placeholder())
                .arity(isSwitch ? "0..1" : "1")
                .fallbackValue(isSwitch ? "true" : "")
                .description(Flags.literal(setting.meaning() + byDefault))
                .build();
    }

    static ExitCode run(
            ParseResult given, Map<String, String> environment, PrintWriter out, PrintWriter err, AgentRunner agent)
            throws Exception {
        ConfigReader reader = new ConfigReader(environment, values(given));
        String webFile = webFile(given, environment);
        List<String> errors = new ArrayList<>();
        Optional<Config> read = read(reader::read, errors);
        Optional<WebConfig> webRead =
                read(() -> webFile.isEmpty() ? WebConfig.NONE : WebConfigReader.read(webFile), errors);
        if (read.isEmpty() || webRead.isEmpty()) {
            errors.forEach(err::println);
            return ExitCode.BAD_USE;
        }
        Config config = read.get();
        WebConfigWatch web = new WebConfigWatch(webFile, webRead.get());
        if (given.hasMatchedOption(CHECK_FLAG)) {
            out.print(config.describe());
            return ExitCode.OK;
        }
        LogbackSetup.apply(config.log().level(), config.log().format());
        ConfigReloader reloader = new ConfigReloader(reader, config, Clock.systemUTC());
        reloader.onChange(changed ->
                LogbackSetup.apply(changed.log().level(), changed.log().format()));
        ProcessSignal.HUP.handle(() -> {
            reloader.reload();
            web.reload();
        });
        try (var scheduler = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("config").daemon().factory())) {
            reloader.watchFile(scheduler);
            web.watch(scheduler);
            agent.run(config, reloader, web);
            scheduler.shutdownNow();
        }
        return ExitCode.OK;
    }

    /** What is wrong apart from the flags themselves. */
    static List<String> configErrors(ParseResult given, Map<String, String> environment) {
        List<String> errors = new ArrayList<>();
        read(new ConfigReader(environment, values(given))::read, errors);
        String web = webFile(given, environment);
        if (!web.isEmpty()) {
            read(() -> WebConfigReader.read(web), errors);
        }
        return errors;
    }

    @FunctionalInterface
    private interface Reading<T> {
        T read() throws ConfigException;
    }

    /** Empty where it is wrong, with the errors entered. */
    private static <T> Optional<T> read(Reading<T> reading, List<String> errors) {
        try {
            return Optional.of(reading.read());
        } catch (ConfigException e) {
            errors.add(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private static String webFile(ParseResult given, Map<String, String> environment) {
        return given.matchedOptionValue(WebConfigReader.FLAG, environment.getOrDefault(WebConfigReader.VARIABLE, ""));
    }

    private static Map<String, String> values(ParseResult given) {
        Map<String, String> values = new HashMap<>();
        for (OptionSpec option : given.matchedOptions()) {
            if (option.getValue() instanceof String value
                    && !option.longestName().equals(WebConfigReader.FLAG)) {
                values.put(option.longestName(), value);
            }
        }
        return values;
    }

    /** The settings that were given, and the file, where a command has other options too. */
    static Map<String, String> settings(ParseResult given) {
        Map<String, String> values = values(given);
        Set<String> settings = Settings.ALL.stream().map(Setting::flag).collect(Collectors.toSet());
        values.keySet().removeIf(flag -> !settings.contains(flag) && !flag.equals(ConfigReader.FILE_FLAG));
        return values;
    }
}
