package io.prodhealth.practice;

/**
 * Something that should have been judged and could not be.
 *
 * @param reason a word, and after a colon what would help: {@code permission_denied: ec2:DescribeSubnets}
 */
public record Unjudged(Subject subject, String reason) {

    /** What a file cannot tell. */
    public static final String NEEDS_LIVE = "needs_live";
    /** What takes longer to see than it has been watched. */
    public static final String NO_HISTORY = "no_history";
    /** What was found for the first time, and must be found again to count. */
    public static final String CONFIRMING = "confirming";
    /** What another practice, which follows, has caused. */
    public static final String ROOT_CAUSE = "root_cause";
}
