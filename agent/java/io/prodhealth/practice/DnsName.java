package io.prodhealth.practice;

import java.util.Locale;

/** Names of the domain name system, as they are compared. */
public final class DnsName {

    private static final String BOTH_STACKS = "dualstack.";

    private DnsName() {}

    /** In lower case, without the dot at the end and without what Route 53 puts before the name of a load balancer. */
    public static String plain(String name) {
        String lower = name.strip().toLowerCase(Locale.ROOT);
        String ended = lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
        return ended.startsWith(BOTH_STACKS) ? ended.substring(BOTH_STACKS.length()) : ended;
    }

    /** Whether a certificate for {@code pattern} is good for {@code name}; a wildcard stands for one label. */
    public static boolean covers(String pattern, String name) {
        String plain = plain(name);
        String wanted = plain(pattern);
        int dot = plain.indexOf('.');
        return wanted.equals(plain)
                || (wanted.startsWith("*.") && dot > 0 && wanted.substring(1).equals(plain.substring(dot)));
    }
}
