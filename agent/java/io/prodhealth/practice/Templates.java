package io.prodhealth.practice;

import io.prodhealth.snapshot.Job;
import io.prodhealth.snapshot.PodTemplate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The pods that APIs make: those of their Deployments, or of the newest of their jobs that works. */
public final class Templates {

    private final Map<String, Job> jobs = new HashMap<>();

    private Templates(Evidence evidence) {
        evidence.kubernetes()
                .jobs()
                .known()
                .ifPresent(all -> all.stream()
                        .filter(job -> !job.finished()
                                && !job.labels()
                                        .getOrDefault("cortex.dev/batch", "worker")
                                        .equals("enqueuer"))
                        .forEach(job -> jobs.merge(
                                key(job.namespace(), job.labels().getOrDefault("apiName", "")),
                                job,
                                (one, other) ->
                                        Comparator.comparing(Job::createdAt).compare(one, other) >= 0 ? one : other)));
    }

    /** Of everything that is known at that moment. */
    public static Templates of(Evidence evidence) {
        return evidence.shared(Templates.class, Templates::new);
    }

    /** Empty for a job API that has nothing to do. */
    public Optional<PodTemplate> of(ApiSpec api) {
        if (api.deployment().isPresent()) {
            return Optional.of(api.deployment().get().template());
        }
        return Optional.ofNullable(
                        jobs.get(key(api.subject().namespace(), api.subject().name())))
                .map(Job::template);
    }

    private static String key(String namespace, String name) {
        return namespace + "/" + name;
    }
}
