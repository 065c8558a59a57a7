package io.prodhealth.config;

import java.util.regex.Pattern;

/**
 * Where to listen, written as Go programs do: {@code :9477} is every address, {@code [::1]:9477} an IPv6 one.
 *
 * @param host a name or an address without brackets; empty means every address
 * @param port TCP port; 0 lets the system choose one
 */
public record ListenAddress(String host, int port) {
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9.]{0,251}[A-Za-z0-9])?");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}(%[A-Za-z0-9]{1,15})?");

    /**
     * Reads host:port.
     *
     * @throws IllegalArgumentException with what is wrong, to be put after the value
     */
    static ListenAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("has no :port");
        }
        String host = text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]") && host.length() > 2;
        if (bracketed) {
            host = host.substring(1, host.length() - 1);
        } else if (host.indexOf(':') >= 0) {
            throw new IllegalArgumentException("is an IPv6 address without brackets");
        }
        if (!host.isEmpty() && !(bracketed ? IPV6 : HOST).matcher(host).matches()) {
            throw new IllegalArgumentException("does not name a host");
        }
        String port = text.substring(colon + 1);
        if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65535) {
            throw new IllegalArgumentException("has no port between 0 and 65535");
        }
        return new ListenAddress(host, Integer.parseInt(port));
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
