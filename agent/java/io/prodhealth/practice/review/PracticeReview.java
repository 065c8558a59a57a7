package io.prodhealth.practice.review;

import io.prodhealth.practice.Limits;
import io.prodhealth.practice.Verdict;
import io.prodhealth.practice.Waiver;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a review of all practices came to.
 *
 * @param at the moment that was judged; null before the first review
 * @param verdicts of every practice, in the order of the guide
 * @param waivers all that hold or have held
 * @param limits the numbers that were judged by
 */
public record PracticeReview(@Nullable Instant at, List<Verdict> verdicts, List<Waiver> waivers, Limits limits) {

    /** Nothing has been judged yet. */
    public static final PracticeReview NONE = new PracticeReview(null, List.of(), List.of(), new Limits(Map.of()));

    /** That of one practice. */
    public Optional<Verdict> of(String id) {
        return verdicts.stream()
                .filter(verdict -> verdict.rule().id().equals(id))
                .findFirst();
    }
}
