package io.prodhealth.failover;

import io.prodhealth.Awaited;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One end of a leader, and what whoever scrapes both replicas sees of it.
 *
 * @param gap from that end until the other replica exports the fallback and the queue that are stuck
 * @param wholeGap until every counter is back that the old one had handed over, for which it has to ask AWS
 * @param wrong what was lost, doubled or went back; empty when nothing was
 */
record Failover(Duration gap, Duration wholeGap, List<String> wrong) {

    private static final Duration LONG = Duration.ofMinutes(2);

    /** Kills the leader, or lets it end, and starts it again when the other one has taken over. */
    static Failover of(Stage stage, boolean kill) throws IOException {
        AgentProcess old = stage.leader().orElseThrow(() -> new IllegalStateException("nobody leads"));
        AgentProcess next = stage.replicas().stream()
                .filter(replica -> replica != old)
                .findFirst()
                .orElseThrow();
        new Awaited().until(next.name() + " stands ready", LONG, next::ready);
        Exported last = old.scrape().orElseThrow();
        long end = System.nanoTime();
        Thread ending = Thread.ofPlatform().start(kill ? old::kill : old::terminate);
        Watch watch = new Watch(stage, last);
        // A leader that ends may answer until the very end; the new one must be right from its first word.
        new Awaited()
                .until(
                        next.name() + " exports all that the other one did",
                        LONG,
                        () -> next.scrape().filter(watch::complete).isPresent());
        Duration wholeGap = watch.wholeAt.minusNanos(end);
        Duration gap = watch.fallbackAt.minusNanos(end);
        join(ending);
        old.start();
        new Awaited().until(old.name() + " is back", LONG, () -> {
            next.scrape().ifPresent(watch::look);
            return old.ready();
        });
        next.scrape().ifPresent(watch::look);
        old.scrape().filter(Exported::leads).ifPresent(two -> watch.wrong.add(old.name() + " leads too"));
        return new Failover(gap, wholeGap, List.copyOf(watch.wrong));
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Compares what the new leader says with what the old one has said last. */
    private static final class Watch {
        private final Stage stage;
        private final Exported before;
        private final List<String> wrong = new ArrayList<>();
        private Duration fallbackAt = Duration.ZERO;
        private Duration wholeAt = Duration.ZERO;

        Watch(Stage stage, Exported before) {
            this.stage = stage;
            this.before = before;
        }

        /** Whether all is exported that was. */
        boolean complete(Exported now) {
            if (!now.leads()) {
                return false;
            }
            Duration at = Duration.ofNanos(System.nanoTime());
            if (fallbackAt.isZero()
                    && !Stage.fallback(now).isEmpty()
                    && !stage.cause(now).isEmpty()) {
                fallbackAt = at;
            }
            if (wholeAt.isZero()
                    && now.handedOver().keySet().containsAll(before.handedOver().keySet())) {
                wholeAt = at;
            }
            look(now);
            return !fallbackAt.isZero() && !wholeAt.isZero();
        }

        void look(Exported now) {
            same("fallback", Stage.fallback(before), Stage.fallback(now));
            same("queue", stage.cause(before), stage.cause(now));
            before.handedOver()
                    .forEach((name, was) -> Optional.ofNullable(now.series().get(name))
                            .filter(value -> value < was || (value > was && name.contains("fallbacks_total")))
                            .ifPresent(value -> say(name + " was " + was + " and is " + value)));
        }

        /** What is not exported yet is no word about it. */
        private void same(String what, String was, String is) {
            if (!is.isEmpty() && !is.equals(was)) {
                say("the " + what + " was " + was + " and is " + is);
            }
        }

        private void say(String what) {
            if (!wrong.contains(what)) {
                wrong.add(what);
            }
        }
    }
}
