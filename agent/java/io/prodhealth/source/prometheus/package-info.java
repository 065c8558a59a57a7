/** What the agent asks Prometheus, and the proxies that Prometheus would have asked while it is down. */
@NullMarked
package io.prodhealth.source.prometheus;

import org.jspecify.annotations.NullMarked;
