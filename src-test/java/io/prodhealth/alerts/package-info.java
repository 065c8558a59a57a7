/** The rules, runbooks and texts that are shipped beside the agent, and what Prometheus and Alertmanager make of them. */
@NullMarked
package io.prodhealth.alerts;

import org.jspecify.annotations.NullMarked;
