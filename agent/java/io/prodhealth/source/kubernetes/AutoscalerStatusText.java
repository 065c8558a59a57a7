package io.prodhealth.source.kubernetes;

import io.prodhealth.snapshot.AutoscalerStatus;
import io.prodhealth.snapshot.AutoscalerStatus.ScaleUp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The status as a text, as the autoscaler wrote it up to 1.29: a line for each condition of the cluster and of each group,
 * its times in the lines below it. A text that breaks off is read as far as it goes: a group counts once the line of its
 * health is whole.
 */
final class AutoscalerStatusText {

    static final String BEGIN = "Cluster-autoscaler status at ";

    private static final Pattern CONDITION = Pattern.compile("(\\w{1,32}) \\((.{0,1024})\\)");
    private static final Pattern COUNT = Pattern.compile("(\\w{1,32})=(\\d{1,9})\\b");

    private final List<AutoscalerStatus.Group> groups = new ArrayList<>();
    private @Nullable Instant at;
    private boolean healthy;
    private boolean inGroups;
    private String group = "";
    private String condition = "";
    private String health = "";
    private Map<String, Integer> counts = Map.of();
    private ScaleUp scaleUp = ScaleUp.UNKNOWN;
    private @Nullable Instant scaleUpSince;

    private AutoscalerStatusText() {}

    /** @param updated when the map was written, as its annotation says; else the text's own time counts */
    static AutoscalerStatus read(String text, @Nullable Instant updated) {
        AutoscalerStatusText reading = new AutoscalerStatusText();
        text.lines().forEach(reading::line);
        reading.endGroup();
        return new AutoscalerStatus(
                updated == null ? reading.at : updated, true, reading.healthy, List.copyOf(reading.groups));
    }

    private void line(String line) {
        if (line.startsWith(BEGIN)) {
            at = GoTime.instant(line.substring(BEGIN.length()).replaceFirst(":\\s*$", ""));
            return;
        }
        int colon = line.indexOf(':');
        if (colon < 0) {
            return;
        }
        String field = line.substring(0, colon).strip();
        String value = line.substring(colon + 1).strip();
        switch (field) {
            case "NodeGroups" -> inGroups = true;
            case "Name" -> {
                endGroup();
                group = value;
            }
            case "Health" -> {
                condition = field;
                health(value);
            }
            case "ScaleUp" -> {
                condition = field;
                Matcher form = CONDITION.matcher(value);
                scaleUp = form.matches() ? AutoscalerStatusReader.scaleUp(form.group(1)) : ScaleUp.UNKNOWN;
            }
            case "ScaleDown" -> condition = field;
            case "LastTransitionTime" -> {
                if (condition.equals("ScaleUp")) {
                    scaleUpSince = GoTime.instant(value);
                }
            }
            default -> {}
        }
    }

    private void health(String value) {
        Matcher form = CONDITION.matcher(value);
        if (!form.matches()) {
            return;
        }
        if (!inGroups) {
            healthy = form.group(1).equals("Healthy");
            return;
        }
        health = form.group(1);
        counts = new HashMap<>();
        for (Matcher count = COUNT.matcher(form.group(2)); count.find(); ) {
            counts.put(count.group(1), Integer.parseInt(count.group(2)));
        }
    }

    private void endGroup() {
        boolean named = !group.isEmpty() && group.length() <= AutoscalerStatusReader.LONGEST_NAME;
        if (named
                && counts.keySet().containsAll(AutoscalerStatusReader.COUNTS)
                && groups.size() < AutoscalerStatusReader.MOST_GROUPS) {
            groups.add(new AutoscalerStatus.Group(
                    group,
                    health.equals("Healthy"),
                    count("ready"),
                    count("registered"),
                    count("cloudProviderTarget"),
                    count("minSize"),
                    count("maxSize"),
                    scaleUp,
                    scaleUpSince,
                    "",
                    ""));
        }
        group = "";
        condition = "";
        health = "";
        counts = Map.of();
        scaleUp = ScaleUp.UNKNOWN;
        scaleUpSince = null;
    }

    private int count(String name) {
        return Objects.requireNonNullElse(counts.get(name), 0);
    }
}
