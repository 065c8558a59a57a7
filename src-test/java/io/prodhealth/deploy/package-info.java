/** What the agent is deployed with, built and run as it would be. */
@NullMarked
package io.prodhealth.deploy;

import org.jspecify.annotations.NullMarked;
