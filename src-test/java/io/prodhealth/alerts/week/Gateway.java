package io.prodhealth.alerts.week;

import java.util.Map;
import java.util.TreeMap;

/** What the gateway of the APIs counts: requests by API and by the code that they were answered with. */
final class Gateway {

    private final Map<String, Double> counted = new TreeMap<>();

    /** So many more requests of an API were answered so; parts of one are carried on. */
    void answered(String api, String code, double requests) {
        counted.merge(
                "istio_requests_total{destination_service=\"api-" + api
                        + ".default.svc.cluster.local\",instance=\"10.0.9.9:15090\",job=\"istio-gateway\",response_code=\""
                        + code + "\"}",
                requests,
                Double::sum);
    }

    /** A scrape of it. */
    void scrape(SeriesTape tape) {
        counted.forEach((series, value) -> tape.put(series, Math.floor(value)));
    }
}
