/**
 * The agent's endpoints. Event loops only carry: whatever computes runs on a virtual thread, what has been computed is
 * written in slices no faster than the client reads, and every request ends in time.
 */
@NullMarked
package io.prodhealth.http;

import org.jspecify.annotations.NullMarked;
