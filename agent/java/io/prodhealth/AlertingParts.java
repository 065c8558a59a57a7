package io.prodhealth;

import io.prodhealth.alerting.Alerting;
import io.prodhealth.alerting.PrometheusSight;
import io.prodhealth.config.Config;
import io.prodhealth.source.BoundedHttp;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.function.Supplier;

/**
 * The part of the wiring that tells Alertmanager.
 *
 * @param sight what is known of Prometheus
 */
record AlertingParts(Config config, Vertx vertx, Supplier<PrometheusSight> sight, Clock clock) {

    Alerting alerting() {
        Config.Alerting wanted = config.alerting();
        Config.Alertmanager reached = config.alertmanager();
        return new Alerting(
                new Alerting.Options(
                        wanted.enabled(),
                        wanted.prometheusDownAfter(),
                        wanted.heartbeat(),
                        wanted.runbookUrl(),
                        wanted.cluster(),
                        reached.urls(),
                        Reached.by("alertmanager", reached.access())),
                Alerting.Pace.USUAL,
                sight,
                trust -> new BoundedHttp(vertx, reached.timeout(), Alerting.longestAnswer(), trust),
                clock);
    }
}
