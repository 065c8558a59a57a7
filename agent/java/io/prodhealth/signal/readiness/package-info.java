/** Pod readiness per API: who should be there, who is, how long they took, how often they left. */
@NullMarked
package io.prodhealth.signal.readiness;

import org.jspecify.annotations.NullMarked;
