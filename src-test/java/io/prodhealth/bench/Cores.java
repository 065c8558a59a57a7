package io.prodhealth.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Keeps the agent on a core of its own, where the machine can do that. */
record Cores(boolean pinned) {
    private static final String AGENT = "0";
    private static final String REST = "1";

    /** Moves this process to the second core; says so on stderr when that cannot be. */
    static Cores claim() throws InterruptedException {
        boolean two = Runtime.getRuntime().availableProcessors() >= 2;
        try {
            long self = ProcessHandle.current().pid();
            Process taskset = new ProcessBuilder("taskset", "-a", "-c", "-p", REST, Long.toString(self))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (two && taskset.waitFor() == 0) {
                return new Cores(true);
            }
        } catch (IOException missing) {
            // Falls through to the same words as a taskset that refuses.
        }
        System.err.println("taskset is missing or there is one core only: agent, simulator and bench share the cores");
        return new Cores(false);
    }

    /** Who runs where is the kernel's choice. */
    static Cores shared() {
        return new Cores(false);
    }

    List<String> forAgent(List<String> command) {
        return on(AGENT, command);
    }

    /** Arguments of {@code docker run} that keep the agent on its core. */
    List<String> forContainer() {
        return pinned ? List.of("--cpuset-cpus", AGENT) : List.of();
    }

    List<String> forSimulator(List<String> command) {
        return on(REST, command);
    }

    private List<String> on(String core, List<String> command) {
        if (!pinned) {
            return command;
        }
        List<String> all = new ArrayList<>(List.of("taskset", "-c", core));
        all.addAll(command);
        return all;
    }
}
