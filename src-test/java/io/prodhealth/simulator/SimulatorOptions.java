package io.prodhealth.simulator;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * How a simulator starts.
 *
 * @param schedule its clock and what runs at which time; a {@link ManualSchedule} is stepped by a test
 * @param port 0 for any
 * @param folder a recorded cluster to serve, its times shifted so that its moment is now
 * @param generated a cluster to make up
 * @param token the bearer token a caller must show; none is asked for when empty
 * @param roles YAML of ClusterRoles and Roles (see {@link Roles}); everything is allowed when empty
 * @param user the caller's name in the words of a refusal
 * @param tls whether to serve HTTPS with a certificate made on the spot, named in the kubeconfig
 * @param bookmarkInterval how often a watch that asked for bookmarks gets one; an API server: about a minute
 * @param serverVersion gitVersion of /version
 * @param absent kinds that answer 404 (their definition is missing); a folder adds the custom kinds it has no file for
 */
public record SimulatorOptions(
        Schedule schedule,
        int port,
        Optional<Path> folder,
        Optional<Size> generated,
        Optional<String> token,
        Optional<String> roles,
        String user,
        boolean tls,
        Duration bookmarkInterval,
        String serverVersion,
        Set<Resource> absent) {

    /**
     * The size of a generated cluster.
     *
     * @param nodes worker nodes, besides one for Prometheus and two for the operator
     * @param pods API pods
     * @param apis over how many APIs they are spread
     */
    public record Size(int nodes, int pods, int apis) {
        /** One API per hundred pods, but at least twenty. */
        public static Size of(int nodes, int pods) {
            return new Size(nodes, pods, Math.max(20, pods / 100));
        }
    }

    /** A cluster without any object, on a free port, with the real time. */
    public static SimulatorOptions empty() {
        return new SimulatorOptions(
                Schedule.system(),
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "system:serviceaccount:prodhealth:prodhealth",
                false,
                Duration.ofMinutes(1),
                "v1.22.17-eks-48e63af",
                Set.of());
    }

    /** The recorded cluster `production` of the test resources. */
    public static SimulatorOptions production() {
        return empty().withFolder(RecordedFolder.production());
    }

    /** These options with another clock that never runs anything by itself. */
    public SimulatorOptions withClock(Clock clock) {
        return withSchedule(Schedule.fixed(clock));
    }

    /** These options with another clock and timer. */
    public SimulatorOptions withSchedule(Schedule other) {
        return new SimulatorOptions(
                other, port, folder, generated, token, roles, user, tls, bookmarkInterval, serverVersion, absent);
    }

    /** These options with a fixed port. */
    public SimulatorOptions withPort(int fixed) {
        return new SimulatorOptions(
                schedule, fixed, folder, generated, token, roles, user, tls, bookmarkInterval, serverVersion, absent);
    }

    /** These options with a recorded folder. */
    public SimulatorOptions withFolder(Path directory) {
        return new SimulatorOptions(
                schedule,
                port,
                Optional.of(directory),
                generated,
                token,
                roles,
                user,
                tls,
                bookmarkInterval,
                serverVersion,
                absent);
    }

    /** These options with a generated cluster. */
    public SimulatorOptions withGenerated(Size size) {
        return new SimulatorOptions(
                schedule,
                port,
                folder,
                Optional.of(size),
                token,
                roles,
                user,
                tls,
                bookmarkInterval,
                serverVersion,
                absent);
    }

    /** These options with a bearer token to be shown. */
    public SimulatorOptions withToken(String secret) {
        return new SimulatorOptions(
                schedule,
                port,
                folder,
                generated,
                Optional.of(secret),
                roles,
                user,
                tls,
                bookmarkInterval,
                serverVersion,
                absent);
    }

    /** These options with the caller's roles. */
    public SimulatorOptions withRoles(String yaml) {
        return new SimulatorOptions(
                schedule,
                port,
                folder,
                generated,
                token,
                Optional.of(yaml),
                user,
                tls,
                bookmarkInterval,
                serverVersion,
                absent);
    }

    /** These options over HTTPS. */
    public SimulatorOptions withTls() {
        return new SimulatorOptions(
                schedule, port, folder, generated, token, roles, user, true, bookmarkInterval, serverVersion, absent);
    }

    /** These options with another rhythm of bookmarks. */
    public SimulatorOptions withBookmarkInterval(Duration interval) {
        return new SimulatorOptions(
                schedule, port, folder, generated, token, roles, user, tls, interval, serverVersion, absent);
    }

    /** These options with kinds that answer 404. */
    public SimulatorOptions withAbsent(Set<Resource> missing) {
        return new SimulatorOptions(
                schedule,
                port,
                folder,
                generated,
                token,
                roles,
                user,
                tls,
                bookmarkInterval,
                serverVersion,
                Set.copyOf(missing));
    }
}
