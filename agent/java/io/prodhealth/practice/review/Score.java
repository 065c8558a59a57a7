package io.prodhealth.practice.review;

import io.prodhealth.practice.Section;
import io.prodhealth.practice.Verdict;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How well a section is kept: the mean over its practices of 1 for a pass, one half for a warning, 0 for a failure and 0 for
 * what is unknown, which so never helps. What is not applicable or waived does not count; a section of which nothing counts
 * has no score.
 */
public final class Score {

    private static final double HALF = 0.5;

    private Score() {}

    /** By section, between 0 and 1. */
    public static Map<Section, Double> of(List<Verdict> verdicts) {
        Map<Section, Double> points = new EnumMap<>(Section.class);
        Map<Section, Integer> counted = new EnumMap<>(Section.class);
        for (Verdict verdict : verdicts) {
            double point = switch (verdict.status()) {
                case PASS -> 1;
                case WARN -> HALF;
                case FAIL, UNKNOWN -> 0;
                case WAIVED, NOT_APPLICABLE -> -1;
            };
            if (point >= 0) {
                points.merge(verdict.rule().section(), point, Double::sum);
                counted.merge(verdict.rule().section(), 1, Integer::sum);
            }
        }
        points.replaceAll((section, sum) -> sum / counted.getOrDefault(section, 1));
        return points;
    }
}
