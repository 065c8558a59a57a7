package io.prodhealth.practice.security;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of addresses.
 *
 * @param bits 32 for IPv4, 128 for IPv6
 * @param first its first address as a number
 * @param prefix how many bits are fixed
 */
record Cidr(int bits, BigInteger first, int prefix) {

    private static final Pattern TEXT = Pattern.compile("([0-9a-fA-F.:]{2,45})/(\\d{1,3})");
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,3}");
    private static final List<Cidr> PRIVATE = List.of(
            of("10.0.0.0/8").orElseThrow(),
            of("172.16.0.0/12").orElseThrow(),
            of("192.168.0.0/16").orElseThrow(),
            of("100.64.0.0/10").orElseThrow());

    /** A range as it is written; empty when it is none. */
    static Optional<Cidr> of(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int bits = matcher.group(1).indexOf(':') < 0 ? 32 : 128;
        int prefix = Integer.parseInt(matcher.group(2));
        return prefix > bits
                ? Optional.empty()
                : (bits == 32 ? four(matcher.group(1)) : six(matcher.group(1)))
                        .map(address -> new Cidr(bits, masked(address, bits, prefix), prefix));
    }

    /** Whether together they leave no address of IPv4, or none of IPv6, out. */
    static boolean everywhere(List<Cidr> ranges) {
        return covers(ranges, 32) || covers(ranges, 128);
    }

    /** Whether all of it is within one of those. */
    boolean within(List<Cidr> ranges) {
        return ranges.stream().anyMatch(range -> range.contains(this)) || coveredBy(ranges);
    }

    /** Whether another range is a part of this one, or the same. */
    boolean contains(Cidr other) {
        return bits == other.bits
                && prefix <= other.prefix
                && masked(other.first, bits, prefix).equals(first);
    }

    /** Whether it is one of the ranges that nobody routes. */
    boolean isPrivate() {
        return PRIVATE.stream().anyMatch(range -> range.contains(this));
    }

    private BigInteger end() {
        return first.add(BigInteger.ONE.shiftLeft(bits - prefix));
    }

    private boolean coveredBy(List<Cidr> ranges) {
        return reach(ranges, bits, first).compareTo(end()) >= 0;
    }

    private static boolean covers(List<Cidr> ranges, int bits) {
        return reach(ranges, bits, BigInteger.ZERO).equals(BigInteger.ONE.shiftLeft(bits));
    }

    /** How far the ranges go from there without a gap. */
    private static BigInteger reach(List<Cidr> ranges, int bits, BigInteger from) {
        List<Cidr> sorted = new ArrayList<>(ranges);
        sorted.sort(Comparator.comparing(Cidr::first));
        BigInteger reached = from;
        for (Cidr range : sorted) {
            if (range.bits == bits && range.first.compareTo(reached) <= 0) {
                reached = reached.max(range.end());
            }
        }
        return reached;
    }

    private static BigInteger masked(BigInteger address, int bits, int prefix) {
        return address.shiftRight(bits - prefix).shiftLeft(bits - prefix);
    }

    private static Optional<BigInteger> four(String text) {
        String[] parts = text.split("\\.", -1);
        BigInteger address = BigInteger.ZERO;
        for (String part : parts) {
            if (!DIGITS.matcher(part).matches() || Integer.parseInt(part) > 255) {
                return Optional.empty();
            }
            address = address.shiftLeft(8).or(BigInteger.valueOf(Integer.parseInt(part)));
        }
        return parts.length == 4 ? Optional.of(address) : Optional.empty();
    }

    private static Optional<BigInteger> six(String text) {
        int gap = text.indexOf("::");
        if (text.indexOf('.') >= 0 || (gap >= 0 && text.indexOf("::", gap + 1) >= 0)) {
            return Optional.empty();
        }
        Optional<List<Integer>> head = groups(gap < 0 ? text : text.substring(0, gap));
        Optional<List<Integer>> tail = groups(gap < 0 ? "" : text.substring(gap + 2));
        if (head.isEmpty() || tail.isEmpty()) {
            return Optional.empty();
        }
        int given = head.get().size() + tail.get().size();
        if (gap < 0 ? given != 8 : given > 7) {
            return Optional.empty();
        }
        BigInteger address = BigInteger.ZERO;
        for (int group : head.get()) {
            address = address.shiftLeft(16).or(BigInteger.valueOf(group));
        }
        BigInteger low = BigInteger.ZERO;
        for (int group : tail.get()) {
            low = low.shiftLeft(16).or(BigInteger.valueOf(group));
        }
        return Optional.of(address.shiftLeft(16 * (8 - head.get().size())).or(low));
    }

    private static Optional<List<Integer>> groups(String text) {
        List<Integer> groups = new ArrayList<>();
        for (String group : text.isEmpty() ? new String[0] : text.split(":", -1)) {
            if (group.isEmpty() || group.length() > 4) {
                return Optional.empty();
            }
            groups.add(Integer.parseInt(group, 16));
        }
        return Optional.of(groups);
    }
}
