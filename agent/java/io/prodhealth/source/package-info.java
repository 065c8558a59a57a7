/** What the agent reads, and the one driver that times, dates, retries and withdraws it. */
@NullMarked
package io.prodhealth.source;

import org.jspecify.annotations.NullMarked;
