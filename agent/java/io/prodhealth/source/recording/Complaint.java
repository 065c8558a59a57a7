package io.prodhealth.source.recording;

/**
 * Something in a recording that cannot be used.
 *
 * @param where file and line
 * @param what what is wrong, for people; parts of it may come from the recording and are hostile
 * @param broken false where nothing but the very end is missing, as when the recorder was killed
 */
public record Complaint(String where, String what, boolean broken) {}
