/** How much Prometheus carries, how much it could, when it will not any more, and what stands still once it does not. */
@NullMarked
package io.prodhealth.signal.prometheus;

import org.jspecify.annotations.NullMarked;
