package io.prodhealth.practice;

import io.prodhealth.snapshot.Observed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where a practice writes down what it finds. It must say of everything in its scope that it is right ({@link #pass}), what
 * is wrong with it, or why it cannot be judged: what it says nothing about is out of scope. For one check and one thread.
 */
public final class Findings {

    /** Observed text comes from anyone who can deploy. */
    private static final int LONGEST = 300;

    private final Rule rule;
    private final Evidence evidence;
    private final Set<Subject> judged = new LinkedHashSet<>();
    private final List<Finding> findings = new ArrayList<>();
    private final Map<Subject, String> unjudged = new LinkedHashMap<>();
    private String notApplicable = "";
    private Instant oldest;

    Findings(Rule rule, Evidence evidence) {
        this.rule = rule;
        this.evidence = evidence;
        this.oldest = evidence.at();
    }

    /** It was judged, and it is right, as far as nothing else is said of it. */
    public void pass(Subject subject) {
        judged.add(subject);
    }

    /** It is right, but worth a word. */
    public void info(Subject subject, String observed, String expected) {
        add(subject, Severity.INFO, observed, expected, "");
    }

    /** It should be otherwise. */
    public void warn(Subject subject, String observed, String expected) {
        add(subject, Severity.WARNING, observed, expected, "");
    }

    /** It is dangerous. A guess is never more than a warning. */
    public void fail(Subject subject, String observed, String expected) {
        add(subject, Severity.CRITICAL, observed, expected, "");
    }

    /** A finding of any severity, with the place in the user's own file. */
    public void add(Subject subject, Severity severity, String observed, String expected, String field) {
        add(subject, severity, observed, expected, field, rule.remedy(), rule.worksOnLiveCluster());
    }

    /** A finding whose remedy is its own. */
    public void add(
            Subject subject,
            Severity severity,
            String observed,
            String expected,
            String field,
            String remedy,
            boolean worksOnLiveCluster) {
        Severity honest = severity == Severity.CRITICAL && rule.heuristic() ? Severity.WARNING : severity;
        judged.add(subject);
        findings.add(
                new Finding(subject, honest, cut(observed), cut(expected), oldest, remedy, worksOnLiveCluster, field));
    }

    /** It cannot be judged. */
    public void unknown(Subject subject, String reason) {
        unjudged.putIfAbsent(subject, cut(reason));
    }

    /** There is nothing to judge here, as long as nothing else is said. */
    public void notApplicable(String reason) {
        notApplicable = reason;
    }

    /** A part of the snapshot; where it is not known {@code subject} is unjudged because of it. */
    public <T> Optional<T> need(Observed<T> part, Subject subject) {
        return switch (part) {
            case Observed.Known<T>(T value, Instant at) -> {
                oldest = at.isBefore(oldest) ? at : oldest;
                yield Optional.of(value);
            }
            case Observed.Unknown<T> unknown -> {
                unknown(subject, evidence.reason(unknown));
                yield Optional.empty();
            }
        };
    }

    /** A list of a kind of objects, which is empty where the cluster does not know the kind. */
    public <T> Optional<List<T>> needIfAny(Observed<List<T>> part, Subject subject) {
        boolean noSuchKind = part instanceof Observed.Unknown<List<T>> unknown
                && unknown.reason() == Observed.Reason.ABSENT
                && evidence.origin() == Evidence.Origin.LIVE;
        return noSuchKind ? Optional.of(List.of()) : need(part, subject);
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
    }

    Assessment assessment() {
        return new Assessment(
                rule,
                List.copyOf(judged),
                List.copyOf(findings),
                unjudged.entrySet().stream()
                        .map(entry -> new Unjudged(entry.getKey(), entry.getValue()))
                        .toList(),
                notApplicable);
    }
}
