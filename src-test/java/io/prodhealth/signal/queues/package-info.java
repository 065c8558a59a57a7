@NullMarked
package io.prodhealth.signal.queues;

import org.jspecify.annotations.NullMarked;
