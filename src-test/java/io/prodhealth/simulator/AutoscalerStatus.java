package io.prodhealth.simulator;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of the ConfigMap cluster-autoscaler-status as cluster-autoscaler up to 1.29 writes it.
 *
 * @param groups the node groups in the text's order
 */
public record AutoscalerStatus(List<Group> groups) {
    private static final DateTimeFormatter GO = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.nnnnnnnnn '+0000 UTC'")
            .withZone(ZoneOffset.UTC);
    private static final Pattern EKSCTL = Pattern.compile("-nodegroup-(.+)-NodeGroup-");
    private static final Pattern GROUP = Pattern.compile(
            "Name: +(\\S+)\\n +Health: .*?ready=(\\d+).*?registered=(\\d+).*?cloudProviderTarget=(\\d+)"
                    + " \\(minSize=(\\d+), maxSize=(\\d+)\\)\\)\\n.*?\\n +LastTransitionTime: ([^\\n]+)\\n"
                    + " +ScaleUp: +(\\S+) .*?LastTransitionTime: ([^\\n]+)\\n"
                    + " +ScaleDown: .*?LastTransitionTime: ([^\\n]+)\\n",
            Pattern.DOTALL);

    /**
     * One node group.
     *
     * @param scaleUp NoActivity, InProgress or Backoff
     * @param since when that began, and healthSince and scaleDownSince likewise, as printed
     */
    public record Group(
            String name,
            int ready,
            int registered,
            int target,
            int min,
            int max,
            String scaleUp,
            String since,
            String healthSince,
            String scaleDownSince) {

        Group withTarget(int other) {
            return new Group(name, ready, registered, other, min, max, scaleUp, since, healthSince, scaleDownSince);
        }

        Group withNodes(int nodes) {
            return new Group(name, nodes, nodes, target, min, max, scaleUp, since, healthSince, scaleDownSince);
        }

        Group withMax(int other) {
            return new Group(name, ready, registered, target, min, other, scaleUp, since, healthSince, scaleDownSince);
        }

        Group withScaleUp(String state, Instant at) {
            return state.equals(scaleUp)
                    ? this
                    : new Group(
                            name, ready, registered, target, min, max, state, goTime(at), healthSince, scaleDownSince);
        }

        /** The name that eksctl gives the group's nodes; empty where the group is not eksctl's. */
        String nodeGroup() {
            Matcher matcher = EKSCTL.matcher(name);
            return matcher.find() ? matcher.group(1) : "";
        }

        boolean is(String nodeGroup) {
            return name.contains("-" + nodeGroup + "-NodeGroup-");
        }
    }

    /** A time as Go prints it. */
    public static String goTime(Instant at) {
        return GO.format(at);
    }

    /** Reads a text that {@link #render} or an autoscaler has written. */
    public static AutoscalerStatus parse(String text) {
        List<Group> groups = new ArrayList<>();
        Matcher m = GROUP.matcher(text);
        while (m.find()) {
            groups.add(new Group(
                    m.group(1),
                    Integer.parseInt(m.group(2)),
                    Integer.parseInt(m.group(3)),
                    Integer.parseInt(m.group(4)),
                    Integer.parseInt(m.group(5)),
                    Integer.parseInt(m.group(6)),
                    m.group(8),
                    m.group(9),
                    m.group(7),
                    m.group(10)));
        }
        return new AutoscalerStatus(List.copyOf(groups));
    }

    /** The text as of that moment. */
    public String render(Instant now) {
        String probe = goTime(now);
        int ready = groups.stream().mapToInt(Group::ready).sum();
        int registered = groups.stream().mapToInt(Group::registered).sum();
        boolean progress = groups.stream().anyMatch(g -> g.scaleUp().equals("InProgress"));
        String since = groups.stream().map(Group::since).max(String::compareTo).orElse(probe);
        String health =
                groups.stream().map(Group::healthSince).min(String::compareTo).orElse(probe);
        String down = groups.stream()
                .map(Group::scaleDownSince)
                .max(String::compareTo)
                .orElse(probe);
        StringBuilder text = new StringBuilder(8000)
                .append("Cluster-autoscaler status at ")
                .append(probe)
                .append(":\nCluster-wide:\n");
        line(text, "Health:", "Healthy (" + nodes(ready, registered) + ")", probe, health);
        line(
                text,
                "ScaleUp:",
                (progress ? "InProgress" : "NoActivity") + " (ready=" + ready + " registered=" + registered + ")",
                probe,
                since);
        line(text, "ScaleDown:", "NoCandidates (candidates=0)", probe, down);
        text.append("\nNodeGroups:\n");
        for (Group g : groups) {
            text.append("  Name:        ").append(g.name()).append('\n');
            String target = "cloudProviderTarget=" + g.target();
            String limits = " (minSize=" + g.min() + ", maxSize=" + g.max() + ")";
            line(
                    text,
                    "Health:",
                    "Healthy (" + nodes(g.ready(), g.registered()) + " " + target + limits + ")",
                    probe,
                    g.healthSince());
            line(text, "ScaleUp:", g.scaleUp() + " (ready=" + g.ready() + " " + target + ")", probe, g.since());
            line(text, "ScaleDown:", "NoCandidates (candidates=0)", probe, g.scaleDownSince());
            text.append('\n');
        }
        return text.toString();
    }

    private static String nodes(int ready, int registered) {
        return "ready=" + ready + " unready=0 notStarted=0 longNotStarted=0 registered=" + registered
                + " longUnregistered=0";
    }

    private static void line(StringBuilder text, String what, String value, String probe, String since) {
        text.append("  %-13s%s%n".formatted(what, value).replace(System.lineSeparator(), "\n"))
                .append("               LastProbeTime:      ")
                .append(probe)
                .append("\n               LastTransitionTime: ")
                .append(since)
                .append('\n');
    }
}
