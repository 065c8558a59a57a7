package io.prodhealth.cli.replay;

import io.prodhealth.logging.HostileText;
import java.io.PrintWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Each change of state as one line for people: when, how long after the beginning, what, and from what to what. */
public record ChangeText(PrintWriter out) implements Consumer<StateChange> {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    @Override
    public void accept(StateChange change) {
        Subject subject = change.subject();
        String name = (subject.namespace().isEmpty() ? "" : subject.namespace() + "/") + subject.name();
        String before =
                change.before().map(State::word).map(word -> word + " -> ").orElse("");
        out.println(String.format(
                        Locale.ROOT,
                        "%s  %10s  %-8s  %-28s  %s%s%s",
                        TIME.format(change.at()),
                        "+" + ChangeJson.seconds(change.since()).toPlainString() + "s",
                        subject.kind().word(),
                        HostileText.oneLine(name),
                        before,
                        change.after().word(),
                        details(change.after()))
                .stripTrailing());
    }

    private static String details(State state) {
        String pods = state.pods().entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
        String both = state.reason() + (state.reason().isEmpty() || pods.isEmpty() ? "" : "; ") + pods;
        String on = state.objects().isEmpty()
                ? ""
                : ": " + HostileText.oneLine(String.join(", ", state.objects().keySet()));
        return (both.isEmpty() ? "" : " (" + HostileText.oneLine(both) + ")") + on;
    }
}
