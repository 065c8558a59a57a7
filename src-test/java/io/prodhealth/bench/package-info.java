/** Measures the agent as a process of its own against the simulator in another. Not a test: a slow figure is reported. */
@NullMarked
package io.prodhealth.bench;

import org.jspecify.annotations.NullMarked;
