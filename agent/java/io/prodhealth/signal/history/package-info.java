/** What the signals have said in the last hour, a point a minute, for the small plots of the status page. */
@NullMarked
package io.prodhealth.signal.history;

import org.jspecify.annotations.NullMarked;
