package io.prodhealth.alerting;

import java.time.Instant;
import java.util.Map;

/**
 * One alert as Alertmanager takes it. Alertmanager knows an alert by its labels: whoever posts the same labels speaks of
 * the same alert.
 *
 * @param startsAt since when it is true
 * @param endsAt resolved from then on; in the future while it lasts, so that it ends even if nobody is left to end it
 */
record Alert(Map<String, String> labels, Map<String, String> annotations, Instant startsAt, Instant endsAt) {

    Alert {
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
    }
}
