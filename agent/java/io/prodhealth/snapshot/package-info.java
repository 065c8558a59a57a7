/**
 * What was observed, as one immutable snapshot of plain records: JDK only, every part dated, a part that is unknown
 * says why and cannot be mistaken for empty.
 */
@NullMarked
package io.prodhealth.snapshot;

import org.jspecify.annotations.NullMarked;
