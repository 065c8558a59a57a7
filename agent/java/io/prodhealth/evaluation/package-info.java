/** When the snapshot is taken and the signals make their next step; the edges read the last result. */
@NullMarked
package io.prodhealth.evaluation;

import org.jspecify.annotations.NullMarked;
