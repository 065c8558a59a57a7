package io.prodhealth.report;

import io.prodhealth.practice.Verdict;
import java.time.Instant;
import java.util.List;

/**
 * What an audit found.
 *
 * @param takenAt the moment that was judged
 * @param verdicts of every practice, in the order of the guide
 * @param unreadable what could not be read of it, a sentence each
 */
public record AuditReport(Instant takenAt, List<Verdict> verdicts, List<String> unreadable) {}
