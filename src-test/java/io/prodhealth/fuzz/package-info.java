/** Mutates what clusters were seen to hold, and feeds it to the parsers. A short run is a test, a long one a command. */
@NullMarked
package io.prodhealth.fuzz;

import org.jspecify.annotations.NullMarked;
