package io.prodhealth.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What Linux says of a process, proc(5). */
record ProcessFigures(long pid) {
    /** USER_HZ; 100 on every Linux that Java runs on. */
    private static final double TICKS = 100;

    /** VmRSS now, MiB. */
    double residentMemory() throws IOException {
        return status("VmRSS:");
    }

    /** VmHWM, the most VmRSS ever was, MiB. */
    double peakMemory() throws IOException {
        return status("VmHWM:");
    }

    private double status(String field) throws IOException {
        for (String line : Files.readAllLines(file("status"))) {
            if (line.startsWith(field)) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
            }
        }
        throw new IOException("no " + field + " in " + file("status"));
    }

    /** How long ago it was started, seconds; a hundredth too much at the most. */
    double ageSeconds() throws IOException {
        double uptime =
                Double.parseDouble(Files.readString(Path.of("/proc/uptime")).split(" ", -1)[0]);
        return uptime - Long.parseLong(stat().get(19)) / TICKS;
    }

    /** utime + stime of all threads there were, seconds. */
    double cpuSeconds() throws IOException {
        List<String> fields = stat();
        return (Long.parseLong(fields.get(11)) + Long.parseLong(fields.get(12))) / TICKS;
    }

    private List<String> stat() throws IOException {
        String stat = Files.readString(file("stat"));
        // The name of the process may have spaces; the fields after it are counted from its closing parenthesis.
        return List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
    }

    /** How long its living threads were ready to run and waited for a core, seconds. */
    double waitedSeconds() throws IOException {
        double waited = 0;
        try (Stream<Path> tasks = Files.list(file("task"))) {
            for (Path task : tasks.toList()) {
                waited += waited(task);
            }
        }
        return waited;
    }

    private static double waited(Path task) throws IOException {
        try {
            return Long.parseLong(Files.readString(task.resolve("schedstat")).split(" ", -1)[1]) / 1e9;
        } catch (NoSuchFileException ended) {
            return 0;
        }
    }

    private Path file(String name) {
        return Path.of("/proc", Long.toString(pid), name);
    }
}
