package io.prodhealth.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the figures were measured on.
 *
 * @param load processes that wanted a core in the minute before the bench began
 * @param priority nice value, inherited by the agent
 * @param jvmOptions of the agent
 */
record Machine(String cpu, int cores, String kernel, String jdk, double load, int priority, List<String> jvmOptions) {

    static Machine here(int cores) throws IOException {
        String cpu = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .findFirst()
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .orElse(System.getProperty("os.arch"));
        String stat = Files.readString(Path.of("/proc/self/stat"));
        return new Machine(
                cpu,
                cores,
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                Runtime.version().toString(),
                Double.parseDouble(Files.readString(Path.of("/proc/loadavg")).split(" ", -1)[0]),
                Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[16]),
                List.of());
    }

    Machine with(List<String> options) {
        return new Machine(cpu, cores, kernel, jdk, load, priority, options);
    }
}
