/**
 * The alerts that Prometheus cannot give because it is Prometheus that is down: the agent posts them to Alertmanager itself.
 */
@NullMarked
package io.prodhealth.alerting;

import org.jspecify.annotations.NullMarked;
