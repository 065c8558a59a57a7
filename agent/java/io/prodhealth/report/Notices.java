package io.prodhealth.report;

import io.prodhealth.leadership.Leadership;
import io.prodhealth.leadership.Replica;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.source.KindStatus;
import io.prodhealth.source.SourceStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** What keeps the status page from telling everything, and what would mend it. */
final class Notices {

    /** Past this an evaluation is so late that the page must not pass for the present. */
    private static final Duration LATE = Duration.ofSeconds(60);

    private static final int MAX_LINES = 20;
    private static final int NAMED_KINDS = 5;

    private Notices() {}

    static void write(Html html, Report report) {
        html.open("div", "id", "notices");
        late(html, report);
        leadership(html, report.leadership());
        denied(html, report.sources());
        notRead(html, report);
        refused(html, report.config().errors());
        html.close();
    }

    private static void late(Html html, Report report) {
        Duration age = Duration.between(report.evaluation().snapshot().at(), report.at());
        if (age.compareTo(LATE) > 0) {
            String text = "The last evaluation is " + Words.time(age) + " old: this is not the present.";
            html.element("p", text, "class", "notice bad");
        }
    }

    private static void leadership(Html html, Leadership leadership) {
        if (!leadership.role().leads()) {
            html.open("p", "class", "notice warn")
                    .text("This replica, ")
                    .name(leadership.self().name());
            html.text(", only stands ready: what AWS is asked for is not known to it. ");
            Optional<Replica> leader = leadership.other();
            if (leader.isPresent()) {
                html.name(leader.get().name()).text(" leads, and could not be asked for its page.");
            } else {
                html.text("It is not known that any other leads.");
            }
            html.close();
        } else if (!leadership.problem().isEmpty()) {
            html.open("p", "class", "notice warn").text("Replicas cannot agree on who leads, and this one does: ");
            html.foreign(leadership.problem(), 300).close();
        }
    }

    private static void denied(Html html, List<SourceStatus> sources) {
        TreeSet<String> actions = new TreeSet<>();
        sources.forEach(source -> source.denied().forEach((action, isDenied) -> {
            if (isDenied) {
                actions.add(action);
            }
        }));
        if (actions.isEmpty()) {
            return;
        }
        html.open("div", "class", "notice warn");
        html.element("p", "The agent lacks permissions, and what depends on them is unknown. Grant to its role:");
        html.open("ul");
        actions.stream()
                .limit(MAX_LINES)
                .forEach(action ->
                        html.open("li").open("code").name(action).close().close());
        html.close();
        if (actions.size() > MAX_LINES) {
            html.element("p", "and " + (actions.size() - MAX_LINES) + " more.");
        }
        html.close();
    }

    private static void notRead(Html html, Report report) {
        for (SourceStatus source : report.sources()) {
            if (!source.up() && !Tables.isStarting(source)) {
                html.open("p", "class", "notice warn").name(source.name());
                html.text(" cannot be read, and what depends on it is unknown");
                if (source.problem().isEmpty()) {
                    html.text(".").close();
                } else {
                    html.text(": ").foreign(source.problem().strip(), 200).close();
                }
            }
        }
        List<String> stale = report.kinds().stream()
                .filter(kind -> kind.trouble().equals(Optional.of(Observed.Reason.STALE)))
                .map(KindStatus::kind)
                .sorted()
                .toList();
        if (!stale.isEmpty()) {
            String which = stale.size() <= NAMED_KINDS
                    ? String.join(", ", stale)
                    : stale.size() + " of " + report.kinds().size() + " kinds of Kubernetes objects";
            html.open("p", "class", "notice warn")
                    .text("No contact any more with ")
                    .foreign(which, 300);
            html.text(": what depends on them is unknown.").close();
        }
    }

    private static void refused(Html html, List<String> errors) {
        if (errors.isEmpty()) {
            return;
        }
        html.open("div", "class", "notice warn").element("p", "The last reload of the configuration was refused:");
        html.open("ul");
        errors.stream()
                .limit(MAX_LINES)
                .forEach(error -> html.open("li").foreign(error, 300).close());
        html.close().close();
    }
}
