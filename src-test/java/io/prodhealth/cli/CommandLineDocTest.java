package io.prodhealth.cli;

import io.prodhealth.GeneratedDoc;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

class CommandLineDocTest {
    /** They live in the shell script, because they need the sources. */
    private static final Map<String, String> LAUNCHER = new LinkedHashMap<>();

    static {
        LAUNCHER.put("demo", "Run the agent against a simulated cluster, to look at without having one.");
        LAUNCHER.put("test", "Build everything and run all tests.");
        LAUNCHER.put("bench", "Measure start-up, memory and the time of an evaluation and a scrape.");
        LAUNCHER.put("fuzz", "Feed mutated samples of real clusters to the parsers (--duration 10m, --seed N).");
    }

    @Test
    void the_page_says_what_the_commands_say() throws IOException {
        GeneratedDoc.check("cli.md", page());
    }

    private static String page() {
        CommandLine root = Main.commandLine();
        StringBuilder page = new StringBuilder("""
            # Command line

            <!-- Made from io.prodhealth.cli: `mvn test -Dtest=CommandLineDocTest -Dprodhealth.update=true` -->

            Results go to the standard output, errors and the log to the standard error. The flags of `run` are the settings
            of [configuration.md](configuration.md).

            ## Exit codes

            | code | meaning |
            |---|---|
            """);
        for (ExitCode code : ExitCode.values()) {
            page.append("| ")
                    .append(code.code())
                    .append(" | ")
                    .append(code.meaning())
                    .append(" |\n");
        }
        usage(page, "prodhealth", root);
        root.getSubcommands().forEach((name, command) -> usage(page, "prodhealth " + name, command));
        page.append("""

            ## From the sources only

            The launcher `./prodhealth` builds the program on first use and knows three more commands:

            | command | does |
            |---|---|
            """);
        LAUNCHER.forEach((name, purpose) -> page.append("| `./prodhealth ")
                .append(name)
                .append("` | ")
                .append(purpose)
                .append(" |\n"));
        return page.toString();
    }

    private static void usage(StringBuilder page, String name, CommandLine command) {
        page.append("\n## `")
                .append(name)
                .append("`\n\n```\n")
                .append(command.getUsageMessage(Ansi.OFF))
                .append("```\n");
    }
}
