/** The rules that Prometheus evaluates, as the agent ships them, and what is made of them for a user's own set-up. */
@NullMarked
package io.prodhealth.rules;

import org.jspecify.annotations.NullMarked;
