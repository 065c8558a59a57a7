package io.prodhealth.leadership;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One of the agents that agree on who leads. Its identity is what the Lease names as its holder, e.g.
 * {@code prodhealth-7c9f-x2x5q_10.0.3.17:9477}.
 *
 * @param name of its pod; anyone's text when it was read from a Lease
 * @param host address at which the others reach it; empty when it has told none
 * @param port there
 */
public record Replica(String name, String host, int port) {

    /** No longer than a pod may be named, with an address. */
    private static final int LONGEST = 400;

    /**
     * An address of numbers only: what a Lease names is connected to, and must not be looked up in a name server.
     */
    private static final Pattern IDENTITY =
            Pattern.compile("([^_]{1,300})_(\\d{1,3}(?:\\.\\d{1,3}){3}|\\[[0-9a-fA-F:.]{2,45}]):(\\d{1,5})");

    /** What the Lease holds. */
    public String identity() {
        if (host.isEmpty()) {
            return name;
        }
        return name + "_" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /** The replica behind an identity, whoever has written it. */
    public static Replica of(String identity) {
        String bounded = identity.length() > LONGEST ? identity.substring(0, LONGEST) : identity;
        Matcher parts = IDENTITY.matcher(bounded);
        if (!parts.matches()) {
            return new Replica(bounded, "", 0);
        }
        int port = Integer.parseInt(parts.group(3));
        String host = parts.group(2).replace("[", "").replace("]", "");
        return port == 0 || port > 65_535 ? new Replica(bounded, "", 0) : new Replica(parts.group(1), host, port);
    }

    /** Where it can be asked; empty when it has told no address. */
    public Optional<String> address() {
        return host.isEmpty() ? Optional.empty() : Optional.of(host);
    }
}
