/** Tests of the signal of behaviour. */
@NullMarked
package io.prodhealth.signal.behaviour;

import org.jspecify.annotations.NullMarked;
