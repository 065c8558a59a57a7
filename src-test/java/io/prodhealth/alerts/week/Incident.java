package io.prodhealth.alerts.week;

import java.util.List;
import java.util.function.BiConsumer;

/**
 * Something that goes wrong at one hour of the week, and ends.
 *
 * @param name in words
 * @param from minute of the week at which it begins, and to that at which its cause ends
 * @param over minute at which nothing of it is left to be seen; later where work has piled up
 * @param change makes it begin with true, and end with false
 * @param group what its page is told by: value of the label api_name, node_family or else alertname; empty for no page
 * @param label value of a label that its tickets have; empty where they need none
 * @param alerts that page or open a ticket for it, at the least
 */
record Incident(
        String name,
        int from,
        int to,
        int over,
        BiConsumer<AlertWeek, Boolean> change,
        String group,
        String label,
        List<String> alerts) {

    static Incident at(
            String name,
            int day,
            int hour,
            int minutes,
            BiConsumer<AlertWeek, Boolean> change,
            String group,
            String... alerts) {
        int from = day * 1440 + hour * 60;
        return new Incident(name, from, from + minutes, from + minutes, change, group, "", List.of(alerts));
    }

    /** One whose tickets name this. */
    Incident naming(String value) {
        return new Incident(name, from, to, over, change, group, value, alerts);
    }

    /** One that leaves work to be done for so many minutes. */
    Incident leaving(int minutes) {
        return new Incident(name, from, to, to + minutes, change, group, label, alerts);
    }

    void play(AlertWeek week, int minute) {
        if (minute == from) {
            change.accept(week, true);
        } else if (minute == to) {
            change.accept(week, false);
        }
    }
}
