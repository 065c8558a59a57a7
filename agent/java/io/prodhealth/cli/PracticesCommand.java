package io.prodhealth.cli;

import io.prodhealth.logging.HostileText;
import io.prodhealth.practice.Limit;
import io.prodhealth.practice.PracticeAlerts;
import io.prodhealth.practice.Practices;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.guide.PracticeInputs;
import io.prodhealth.practice.guide.Statement;
import java.io.PrintWriter;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code prodhealth practices}: the catalogue, or all that is settled about one practice. */
final class PracticesCommand {

    static final String NAME = "practices";

    private PracticesCommand() {}

    static CommandSpec spec() {
        CommandSpec spec = Flags.command(
                NAME, "Print the practices of the production guide, or one with its reasons, numbers and remedy.");
        spec.addPositional(Flags.optional("<practice>", "The name of one; none prints the list."));
        return spec;
    }

    static ExitCode run(ParseResult given, PrintWriter out, PrintWriter err) {
        String name = given.matchedPositionalValue(0, "");
        if (name.isEmpty()) {
            list(out);
            return ExitCode.OK;
        }
        Optional<Rule> one = Practices.rules().stream()
                .filter(rule -> rule.id().equals(name))
                .findFirst();
        if (one.isEmpty()) {
            err.println("\"" + HostileText.oneLine(name) + "\" is no practice; prodhealth practices prints them all.");
            return ExitCode.BAD_USE;
        }
        detail(one.get(), out);
        return ExitCode.OK;
    }

    private static void list(PrintWriter out) {
        for (Section section : Section.values()) {
            out.println(section.heading());
            Practices.rules().stream()
                    .filter(rule -> rule.section() == section)
                    .forEach(
                            rule -> out.println("  %-5s %-34s %s".formatted(rule.number(), rule.id(), rule.summary())));
            out.println();
        }
        out.println(Practices.rules().size() + " practices. prodhealth practices <practice> tells why.");
    }

    private static void detail(Rule rule, PrintWriter out) {
        out.println(rule.number() + " " + rule.id());
        out.println(rule.summary());
        out.println();
        for (Statement statement : PracticeInputs.statements(rule)) {
            out.println("guide     " + statement.text().replace("\n", "\n          "));
        }
        out.println("remedy    " + rule.remedy());
        out.println(
                "          " + (rule.worksOnLiveCluster() ? "It works on a live cluster." : "It needs a new cluster."));
        out.println("reads     " + String.join(", ", PracticeInputs.of(rule.id())));
        out.println("alert     " + PracticeAlerts.of(rule.id()));
        if (rule.heuristic()) {
            out.println("          Its evidence is a guess: it never fails anyone.");
        }
        out.println("waived by "
                + (rule.waivedByApi()
                        ? "the configuration, or the annotation prodhealth.io/waive-" + rule.id() + " on the API"
                        : "the configuration"));
        for (Limit limit : rule.limits()) {
            out.println("setting   practices." + limit.name() + " (default " + limit.defaultText() + ")");
            out.println("          " + limit.meaning());
            out.println("          " + limit.reason());
        }
    }
}
