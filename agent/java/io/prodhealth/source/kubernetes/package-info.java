/**
 * The Kubernetes API, listed in pages and watched, trimmed at the door to the records of the snapshot. Only connection,
 * credentials and TLS are Fabric8's: its informers keep whole objects, cannot tell which verb was denied, and are known to
 * stop silently, so the list-then-watch loop here is our own and small.
 */
@NullMarked
package io.prodhealth.source.kubernetes;

import org.jspecify.annotations.NullMarked;
