/** The families that the agent exports, and how a scrape is written. */
@NullMarked
package io.prodhealth.metrics;

import org.jspecify.annotations.NullMarked;
