/**
 * The practices of the production guide. Each is a pure function of the evidence: what was observed, and what the signals
 * say of it. A practice finds; what its findings come to is worked out once, here.
 */
@NullMarked
package io.prodhealth.practice;

import org.jspecify.annotations.NullMarked;
