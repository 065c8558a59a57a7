package io.prodhealth.simulator;

import java.util.Optional;

/** What the cluster's Prometheus knows. */
interface PrometheusSource {
    /**
     * An answer of the query API.
     *
     * @param status the HTTP status
     */
    record Answer(int status, String json) {}

    /** The answer to a query whose white space was normalised; empty when it is not known. */
    Optional<Answer> query(String query);

    /** The text of Prometheus' own /metrics. */
    Optional<String> metrics();

    /** The body of /api/v1/status/tsdb. */
    Optional<String> tsdb();

    /** A Prometheus that knows nothing. */
    static PrometheusSource none() {
        return new PrometheusSource() {
            @Override
            public Optional<Answer> query(String query) {
                return Optional.empty();
            }

            @Override
            public Optional<String> metrics() {
                return Optional.empty();
            }

            @Override
            public Optional<String> tsdb() {
                return Optional.empty();
            }
        };
    }
}
