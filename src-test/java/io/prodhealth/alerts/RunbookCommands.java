package io.prodhealth.alerts;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Commands of a runbook: they can be pasted as they are, and a diagnosis changes nothing. */
final class RunbookCommands {

    private static final Pattern HOLE = Pattern.compile("<[A-Za-z][\\w -]*>|…|\\.\\.\\.");
    private static final Pattern USED = Pattern.compile("\\$\\{?([A-Z][A-Z_]*)\\b(?!:\\?)");
    private static final Pattern SET = Pattern.compile("(?m)(?:^|\\s|for )([A-Z][A-Z_]*)(?:=| in )");

    private static final Pattern CALL =
            Pattern.compile("\\b(?:kubectl(?: -n \\S+)? [\\w-]+|aws [\\w-]+ [\\w-]+|cortex \\w+(?: \\w+)?)");
    private static final Pattern LOOKS =
            Pattern.compile("kubectl(?: -n \\S+)? (?:get|describe|logs|top|auth|port-forward)"
                    + "|kubectl exec"
                    + "|aws [\\w-]+ (?:(?:describe|get|list|lookup|simulate)-[\\w-]+|receive-message)"
                    + "|cortex (?:get|describe|logs)|cortex cluster (?:info|health)");

    private RunbookCommands() {}

    static void check(Runbook runbook, List<String> faults) {
        Set<String> set = runbook.commands().stream()
                .flatMap(command -> SET.matcher(command).results())
                .map(name -> name.group(1))
                .collect(Collectors.toSet());
        Set<String> unset = new TreeSet<>();
        for (String command : runbook.commands()) {
            HOLE.matcher(command).results().forEach(hole -> faults.add("has a hole in a command: " + hole.group()));
            String error = Shell.error(command);
            if (!error.isEmpty()) {
                faults.add("has a command that no shell reads: " + error);
            }
            USED.matcher(command).results().map(name -> name.group(1)).forEach(unset::add);
        }
        unset.removeAll(set);
        unset.forEach(name -> faults.add("uses what it does not set: " + name));
        Runbook.blocks("sh", runbook.section("Diagnosis"))
                .forEach(command -> CALL.matcher(command)
                        .results()
                        .map(MatchResult::group)
                        .filter(call -> !LOOKS.matcher(call).lookingAt())
                        .forEach(call -> faults.add("changes something while it looks: " + call)));
    }
}
