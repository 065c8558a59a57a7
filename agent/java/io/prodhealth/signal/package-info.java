/** State over time as pure steps: the last state and a snapshot make the next state. */
@NullMarked
package io.prodhealth.signal;

import org.jspecify.annotations.NullMarked;
