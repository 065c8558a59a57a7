package io.prodhealth.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.util.Map;

/**
 * What a command that needs no agent and no live cluster did.
 *
 * @param out the standard output
 * @param err the standard error
 */
public record Ran(ExitCode code, String out, String err) {

    /** Runs it. */
    public static Ran of(String... arguments) {
        return of(Map.of(), Clock.systemUTC(), arguments);
    }

    /** Runs it with these variables and by this clock. */
    public static Ran of(Map<String, String> environment, Clock clock, String... arguments) {
        return of(
                environment,
                (config, reloader, web) -> {
                    throw forbidden();
                },
                clock,
                arguments);
    }

    /** Runs it on a live cluster, by these: what a command needs of one. */
    public static Ran live(LiveAuditor auditor, AccessChecker checker, String... arguments) {
        return of(
                Map.of(),
                (config, reloader, web) -> {
                    throw forbidden();
                },
                auditor,
                checker,
                Clock.systemUTC(),
                arguments);
    }

    /** Runs it; {@code run} runs this agent. */
    static Ran of(Map<String, String> environment, AgentRunner agent, Clock clock, String... arguments) {
        return of(
                environment,
                agent,
                (config, timeout) -> {
                    throw forbidden();
                },
                (config, timeout) -> {
                    throw forbidden();
                },
                clock,
                arguments);
    }

    private static Ran of(
            Map<String, String> environment,
            AgentRunner agent,
            LiveAuditor auditor,
            AccessChecker checker,
            Clock clock,
            String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Main program = new Main(
                environment,
                new PrintWriter(out),
                new PrintWriter(err),
                agent,
                (wanted, say) -> {
                    throw forbidden();
                },
                auditor,
                checker,
                clock);
        ExitCode code = program.run(arguments);
        return new Ran(code, out.toString(), err.toString());
    }

    private static AssertionError forbidden() {
        return new AssertionError("this command was not to be run");
    }
}
