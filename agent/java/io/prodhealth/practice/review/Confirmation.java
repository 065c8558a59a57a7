package io.prodhealth.practice.review;

import io.prodhealth.practice.Assessment;
import io.prodhealth.practice.Finding;
import io.prodhealth.practice.Severity;
import io.prodhealth.practice.Subject;
import io.prodhealth.practice.Unjudged;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One practice over time: a finding counts once two assessments in a row have it, and until three in a row are clean. What
 * cannot be judged at the moment is unknown at once, and its findings are as they were when it can be judged again.
 *
 * @param tracks of every finding that is waited for or counts
 * @param judged what the last assessment has judged
 */
record Confirmation(Map<Key, Track> tracks, List<Subject> judged) {

    /** Assessments in a row that raise a finding. */
    static final int RAISED_BY = 2;

    /** Clean ones in a row that clear it. */
    static final int CLEARED_BY = 3;

    static final Confirmation NONE = new Confirmation(Map.of(), List.of());

    record Key(Subject subject, Severity severity) {}

    /**
     * @param findings as they were seen last
     * @param seen assessments in a row that have had it, before it was raised
     * @param clean assessments in a row that have not
     */
    record Track(List<Finding> findings, int seen, int clean) {
        boolean raised() {
            return seen >= RAISED_BY;
        }
    }

    /** After another assessment. */
    Confirmation next(Assessment now) {
        Map<Key, List<Finding>> found = new LinkedHashMap<>();
        for (Finding finding : now.findings()) {
            found.computeIfAbsent(new Key(finding.subject(), finding.severity()), none -> new ArrayList<>())
                    .add(finding);
        }
        Map<Key, Track> next = new LinkedHashMap<>();
        found.forEach((key, findings) -> {
            Track before = tracks.get(key);
            int seen = before == null ? 1 : Math.min(before.seen + 1, RAISED_BY);
            next.put(key, new Track(List.copyOf(findings), seen, 0));
        });
        if (!next.keySet().containsAll(tracks.keySet())) {
            keep(now, next);
        }
        return new Confirmation(Map.copyOf(next), now.judged());
    }

    /** Adds what is not found now, and is not gone either. */
    private void keep(Assessment now, Map<Key, Track> next) {
        Set<Subject> judgedNow = new HashSet<>(now.judged());
        Set<Subject> unjudged = unjudged(now);
        tracks.forEach((key, before) -> {
            if (next.containsKey(key)) {
                return;
            }
            if (unjudged.contains(key.subject) || unjudged.contains(Subject.CLUSTER)) {
                next.put(key, before);
            } else if (judgedNow.contains(key.subject) && before.raised() && before.clean + 1 < CLEARED_BY) {
                next.put(key, new Track(before.findings, before.seen, before.clean + 1));
            }
        });
    }

    /**
     * {@code now} as it is told after this step: with the findings that count, and those that are seen for the first time on
     * what was not known to be right waited for.
     *
     * @param before what had been judged before this step
     */
    Assessment told(Assessment now, List<Subject> before) {
        if (tracks.isEmpty()) {
            return now;
        }
        List<Finding> findings = new ArrayList<>();
        Set<Subject> waiting = new LinkedHashSet<>();
        for (Finding finding : now.findings()) {
            Track track = tracks.get(new Key(finding.subject(), finding.severity()));
            if (track != null && track.raised()) {
                findings.add(finding);
            } else {
                waiting.add(finding.subject());
            }
        }
        Set<Subject> unjudged = unjudged(now);
        tracks.forEach((key, track) -> {
            if (track.raised()
                    && track.clean > 0
                    && !unjudged.contains(key.subject)
                    && !unjudged.contains(Subject.CLUSTER)) {
                findings.addAll(track.findings);
            }
        });
        List<Unjudged> all = new ArrayList<>(now.unjudged());
        if (!waiting.isEmpty()) {
            waiting.removeAll(Set.copyOf(before));
            waiting.forEach(subject -> all.add(new Unjudged(subject, Unjudged.CONFIRMING)));
        }
        return new Assessment(now.rule(), now.judged(), List.copyOf(findings), List.copyOf(all), now.notApplicable());
    }

    private static Set<Subject> unjudged(Assessment assessment) {
        Set<Subject> subjects = new LinkedHashSet<>();
        assessment.unjudged().forEach(one -> subjects.add(one.subject()));
        return subjects;
    }
}
