package io.prodhealth.cli;

import io.prodhealth.config.HttpUrl;
import io.prodhealth.logging.HostileText;
import io.prodhealth.rules.Profile;
import io.prodhealth.rules.RuleChanges;
import io.prodhealth.rules.RuleFile;
import io.prodhealth.rules.RuleFiles;
import io.prodhealth.rules.RulesYaml;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code prodhealth rules}: the rules for Prometheus, made fit for a user's own set-up. */
final class RulesCommand {

    static final String NAME = "rules";

    private static final String FORMAT = "--format";
    private static final String PROFILE = "--profile";
    private static final String ONLY = "--only";
    private static final String RUNBOOKS = "--runbook-url";
    private static final String DASHBOARDS = "--dashboard-url";
    private static final String LABEL = "--label";
    private static final String TIME_SCALE = "--time-scale";
    private static final String KEEP_FIRING = "--keep-firing-for";
    private static final String PLAIN = "rules";
    private static final List<String> FORMATS = List.of(PLAIN, "prometheusrule");
    private static final List<String> PROFILES =
            Arrays.stream(Profile.values()).map(Profile::word).toList();
    private static final Pattern LABEL_NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
    private static final double LARGEST_SCALE = 1000;

    private RulesCommand() {}

    static CommandSpec spec() {
        CommandSpec spec = Flags.command(NAME, "Print the rules for Prometheus.");
        spec.addOption(Flags.option(
                FORMAT,
                "<format>",
                "rules: a file of rules for Prometheus. prometheusrule: objects for its operator. Default: rules."));
        spec.addOption(Flags.option(
                PROFILE,
                "<profile>",
                "Where objects are found: cortex (namespace prometheus, label prometheus: k8s) or generic (label"
                        + " release: kube-prometheus-stack, no namespace). Default: cortex."));
        spec.addOption(Flags.option(
                ONLY, "<file>,...", "Some of " + String.join(", ", RuleFiles.NAMES) + ". Default: all of them."));
        spec.addOption(Flags.option(
                RUNBOOKS,
                "<url>",
                "Where your copy of the runbooks is: <url>/<alert>.md. Default: the project's own."));
        spec.addOption(Flags.option(
                DASHBOARDS,
                "<url>",
                "Where your Grafana is. Default: links are paths without a host, which messages leave out."));
        spec.addOption(OptionSpec.builder(LABEL)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("1")
                .paramLabel("<name>=<value>")
                .description("A label that every alert gets; may be repeated.")
                .build());
        spec.addOption(Flags.option(
                TIME_SCALE,
                "<number>",
                "Shorten each for and each window so many times, for tests and drills. Default: 1."));
        spec.addOption(Flags.option(
                KEEP_FIRING,
                "<duration>",
                "Keep alerts firing so long after their condition ended; for Prometheus 2.42 and later."
                        + " Default: not."));
        return spec;
    }

    static ExitCode run(ParseResult given, PrintWriter out, PrintWriter err) {
        List<String> errors = new ArrayList<>();
        String format = Flags.oneOf(given, FORMAT, FORMATS, errors);
        String profile = Flags.oneOf(given, PROFILE, PROFILES, errors);
        List<String> names = names(given.matchedOptionValue(ONLY, ""), errors);
        RuleChanges changes = new RuleChanges(
                url(given, RUNBOOKS, RuleFiles.RUNBOOKS, errors),
                url(given, DASHBOARDS, "", errors),
                labels(given.matchedOptionValue(LABEL, List.of()), errors),
                timeScale(given.matchedOptionValue(TIME_SCALE, "1"), errors),
                time(given.matchedOptionValue(KEEP_FIRING, ""), errors));
        if (!errors.isEmpty()) {
            errors.forEach(err::println);
            return ExitCode.BAD_USE;
        }
        List<RuleFile> files = RuleFiles.all().stream()
                .filter(file -> names.contains(file.name()))
                .map(changes::apply)
                .toList();
        out.print(
                format.equals(PLAIN)
                        ? RulesYaml.plain(files)
                        : RulesYaml.objects(files, Profile.valueOf(profile.toUpperCase(Locale.ROOT))));
        return ExitCode.OK;
    }

    private static List<String> names(String given, List<String> errors) {
        if (given.isEmpty()) {
            return RuleFiles.NAMES;
        }
        List<String> names =
                Arrays.stream(given.split(",", -1)).map(String::strip).toList();
        names.stream()
                .filter(name -> !RuleFiles.NAMES.contains(name))
                .forEach(name -> errors.add(ONLY + ": \"" + HostileText.oneLine(name)
                        + "\" is not one of them. Allowed: " + String.join(", ", RuleFiles.NAMES) + "."));
        return names;
    }

    private static String url(ParseResult given, String option, String otherwise, List<String> errors) {
        String url = given.matchedOptionValue(option, otherwise);
        HttpUrl.wrong(url)
                .ifPresent(wrong -> errors.add(option + ": \"" + HostileText.oneLine(url) + "\" " + wrong
                        + ". Allowed: http://host:port or https://host:port, and a path."));
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    private static Map<String, String> labels(List<String> given, List<String> errors) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (String label : given) {
            int equals = label.indexOf('=');
            String name = equals < 0 ? label : label.substring(0, equals);
            String value = equals < 0 ? "" : label.substring(equals + 1);
            if (!LABEL_NAME.matcher(name).matches() || value.isEmpty()) {
                errors.add(LABEL + ": \"" + HostileText.oneLine(label)
                        + "\" is not a label. Allowed: name=value, the name of letters, digits and underscores.");
            } else if (RuleFiles.labels().contains(name)) {
                errors.add(LABEL + ": " + name + " has a meaning in these rules. Take another name.");
            } else if (value.contains("{{")) {
                errors.add(LABEL + ": the value of " + name + " would be a template. Write it without {{.");
            } else {
                labels.put(name, value);
            }
        }
        return labels;
    }

    private static double timeScale(String given, List<String> errors) {
        try {
            double scale = Double.parseDouble(given);
            if (scale >= 1 && scale <= LARGEST_SCALE) {
                return scale;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        errors.add(TIME_SCALE + ": \"" + HostileText.oneLine(given) + "\" is not a scale. Allowed: 1 to 1000.");
        return 1;
    }

    private static String time(String given, List<String> errors) {
        if (!given.isEmpty() && !RuleChanges.isTime(given)) {
            errors.add(KEEP_FIRING + ": \"" + HostileText.oneLine(given)
                    + "\" is not a duration. Allowed: like 5m or 1h30m.");
        }
        return given;
    }
}
