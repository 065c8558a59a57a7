package io.prodhealth.leadership;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Who leads, as one replica sees it.
 *
 * @param self that replica
 * @param role what it does
 * @param since since when
 * @param leader who leads: itself, another, or nobody that is known
 * @param problem why the Lease cannot be had or renewed, for people; empty when nothing is wrong
 * @param gap how long nobody had led when this replica began to, as far as it saw; empty where it never took over
 */
public record Leadership(
        Replica self, Role role, Instant since, Optional<Replica> leader, String problem, Optional<Duration> gap) {

    /** One that leads without asking anybody. */
    public static Leadership alone(Replica self, Instant since, String problem) {
        return new Leadership(self, Role.ALONE, since, Optional.of(self), problem, Optional.empty());
    }

    /** One that does not know yet. */
    public static Leadership starting(Replica self, Instant since) {
        return new Leadership(self, Role.FOLLOWER, since, Optional.empty(), "", Optional.empty());
    }

    /** The other replica that leads; empty when this one does, or nobody is known to. */
    public Optional<Replica> other() {
        return role.leads() ? Optional.empty() : leader;
    }
}
