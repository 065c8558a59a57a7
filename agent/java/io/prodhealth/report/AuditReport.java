package io.prodhealth.report;

import io.prodhealth.practice.Finding;
import io.prodhealth.practice.Verdict;
import io.prodhealth.snapshot.FilePlace;
import io.prodhealth.snapshot.FilePlaces;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What an audit found.
 *
 * @param takenAt the moment that was judged
 * @param verdicts of every practice, in the order of the guide
 * @param unreadable what could not be read of it, a sentence each
 * @param places where it is written, when users have written it
 */
public record AuditReport(Instant takenAt, List<Verdict> verdicts, List<String> unreadable, FilePlaces places) {

    /** Of something that nobody has written in files. */
    public AuditReport(Instant takenAt, List<Verdict> verdicts, List<String> unreadable) {
        this(takenAt, verdicts, unreadable, FilePlaces.NONE);
    }

    /** Where in the user's own files a finding is to be mended; empty where it is not from files. */
    Optional<FilePlace> place(Finding finding) {
        return places.of(finding.subject().toString(), finding.field());
    }
}
