package io.prodhealth.source.kubernetes;

import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElector;
import io.prodhealth.leadership.Election;
import io.prodhealth.leadership.Leadership;
import io.prodhealth.leadership.Replica;
import io.prodhealth.leadership.Role;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Agrees with the other replicas by a Lease. The lead is lost to another replica only, never to silence: where the API
 * server answers nobody, a leader goes on, since twice the same is better than nothing and blindness comes at the worst
 * moment. Where the Lease may not be had, this replica works alone and asks again once in a while.
 */
final class LeaseElection implements Election {

    private static final Logger LOG = LoggerFactory.getLogger(LeaseElection.class);

    private static final Duration RELEASE = Duration.ofSeconds(3);

    /** That of the elector, which takes no other. */
    private static final Clock CLOCK = Clock.systemUTC();

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final LeaseLock lock;
    private final Duration leaseDuration;
    private final Duration askAgain;

    private Leadership leadership;
    private boolean denied;
    private boolean closing;
    private @Nullable CompletableFuture<?> running;
    private CompletableFuture<?> interrupted = new CompletableFuture<>();
    private Runnable onChange = () -> {};
    /** When another replica was last seen to have renewed it; null before. */
    private @Nullable Instant otherRenewedAt;

    /**
     * Takes no part yet.
     *
     * @param leaseDuration after which a Lease that was not renewed may be taken; it is renewed by two thirds of it at the
     *     latest, and each two fifteenths of it, as client-go does (15 s, 10 s, 2 s)
     * @param askAgain between tries where the Lease may not be had
     */
    LeaseElection(
            ApiServer server, String namespace, String name, Replica self, Duration leaseDuration, Duration askAgain) {
        this.leaseDuration = leaseDuration;
        this.askAgain = askAgain;
        this.leadership = Leadership.starting(self, CLOCK.instant());
        this.lock = new LeaseLock(server, namespace, name, self, deadline().dividedBy(2), CLOCK, new Seen());
    }

    private Duration deadline() {
        return leaseDuration.multipliedBy(2).dividedBy(3);
    }

    private Duration retry() {
        return leaseDuration.multipliedBy(2).dividedBy(15);
    }

    @Override
    public void start(Runnable listener) {
        synchronized (this) {
            onChange = listener;
        }
        threads.execute(this::run);
    }

    private void run() {
        try {
            while (takePart()) {
                pause(isDenied() ? askAgain : retry());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Until the lead is lost, the Lease may not be had, or the agent ends; false in that last case. */
    private boolean takePart() throws InterruptedException {
        CompletableFuture<?> election;
        CompletableFuture<?> stop;
        synchronized (this) {
            if (closing) {
                return false;
            }
            denied = false;
            stop = new CompletableFuture<>();
            interrupted = stop;
            // One elector serves once. It hands its client to the lock only, which has its own.
            election = new LeaderElector(null, config(), threads).start();
            running = election;
        }
        try {
            CompletableFuture.anyOf(election, stop).get();
        } catch (ExecutionException | CancellationException e) {
            LOG.atDebug().setCause(e).log("an election has ended");
        }
        election.cancel(true);
        synchronized (this) {
            return !closing;
        }
    }

    private LeaderElectionConfig config() {
        return new LeaderElectionConfig(
                lock,
                leaseDuration,
                deadline(),
                retry(),
                new LeaderCallbacks(() -> {}, () -> {}, leader -> {}),
                true,
                lock.describe());
    }

    private synchronized void pause(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); !closing && left > 0; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    private synchronized boolean isDenied() {
        return denied;
    }

    @Override
    public synchronized Leadership leadership() {
        return leadership;
    }

    private final class Seen implements LeaseLock.Sight {
        @Override
        public void held(String holder, Instant renewedAt) {
            change(holder, renewedAt);
        }

        @Override
        public void denied(String message) {
            synchronized (LeaseElection.this) {
                denied = true;
                interrupted.complete(null);
            }
            Replica self = leadership().self();
            turn(Role.ALONE, Optional.of(self), message);
        }

        @Override
        public void silent(String message) {
            Leadership now = leadership();
            turn(now.role(), now.leader(), message);
        }
    }

    private void change(String holder, Instant renewedAt) {
        Leadership now = leadership();
        Replica self = now.self();
        if (holder.equals(self.identity())) {
            turn(Role.LEADER, Optional.of(self), "");
        } else if (holder.isEmpty()) {
            // Free, or just given up by this replica itself.
            Role role = isClosing() ? Role.FOLLOWER : now.role();
            turn(role, role.leads() ? now.leader() : Optional.empty(), "");
        } else if (renewedAt.plus(leaseDuration).isAfter(CLOCK.instant())) {
            synchronized (this) {
                otherRenewedAt = renewedAt;
            }
            turn(Role.FOLLOWER, Optional.of(Replica.of(holder)), "");
        }
        // Else it has run out, and whoever may take it does so at once.
    }

    private synchronized boolean isClosing() {
        return closing;
    }

    /** What others do with it happens outside of the lock, but in order: only the elector's thread comes here. */
    private void turn(Role role, Optional<Replica> leader, String problem) {
        Leadership before;
        Leadership after;
        Runnable listener;
        synchronized (this) {
            before = leadership;
            boolean same = before.role() == role;
            after = new Leadership(
                    before.self(),
                    role,
                    same ? before.since() : CLOCK.instant(),
                    leader,
                    problem,
                    same || !role.leads() ? before.gap() : gap());
            leadership = after;
            listener = onChange;
        }
        if (!problem.isEmpty() && !problem.equals(before.problem())) {
            LOG.atWarn()
                    .addKeyValue("error", problem)
                    .addKeyValue("role", role.word())
                    .log("no Lease");
        }
        if (before.role() != role) {
            LOG.atInfo()
                    .addKeyValue("role", role.word())
                    .addKeyValue("leader", leader.map(Replica::name).orElse(""))
                    .log("the role of this replica");
            listener.run();
        }
    }

    private Optional<Duration> gap() {
        return Optional.ofNullable(otherRenewedAt).map(seen -> Duration.between(seen, CLOCK.instant()));
    }

    @Override
    public void close() {
        CompletableFuture<?> election;
        synchronized (this) {
            if (closing) {
                return;
            }
            closing = true;
            notifyAll();
            election = running;
        }
        if (election != null) {
            // Cancelling gives the Lease up, on this thread of its own.
            CompletableFuture<Void> released = CompletableFuture.runAsync(() -> election.cancel(true), threads);
            try {
                released.get(RELEASE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException | TimeoutException e) {
                LOG.atDebug().setCause(e).log("the Lease could not be given up; it runs out by itself");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        threads.shutdownNow();
    }
}
