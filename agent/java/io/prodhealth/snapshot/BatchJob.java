package io.prodhealth.snapshot;

import java.time.Instant;
import java.util.Map;

/**
 * A {@code batch.cortex.dev} BatchJob.
 *
 * @param apiName {@code spec.api_name}
 * @param workers {@code spec.workers}
 * @param status {@code status.status}, e.g. {@code running}; empty before the controller has seen it
 * @param queueUrl {@code status.queue_url}; empty before there is one
 * @param probes {@code spec.probes}: readiness checks by container
 */
public record BatchJob(
        String namespace,
        String name,
        String uid,
        Instant createdAt,
        Map<String, String> labels,
        String apiName,
        int workers,
        String status,
        String queueUrl,
        Map<String, Probe> probes) {}
