package io.prodhealth.snapshot;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Job of a Batch or Task API.
 *
 * @param role label {@code cortex.dev/batch}; empty for a Task API, whose Jobs carry none
 */
public record SampleJob(
        String api,
        String kind,
        String role,
        String name,
        int parallelism,
        @Nullable Integer completions,
        int succeeded,
        boolean finished,
        boolean suspended,
        Instant createdAt) {

    /** The Job of a batch API that runs its workers. */
    public static SampleJob workers(String api, String name, int workers) {
        return new SampleJob(api, "BatchAPI", "worker", name, workers, null, 0, false, false, SampleDeployment.CREATED);
    }

    /** The Job of a batch API that fills its queue. */
    public static SampleJob enqueuer(String api, String name) {
        return new SampleJob(api, "BatchAPI", "enqueuer", name, 1, 1, 0, false, false, SampleDeployment.CREATED);
    }

    /** The Job of a task API. */
    public static SampleJob task(String api, String name) {
        return new SampleJob(api, "TaskAPI", "", name, 1, 1, 0, false, false, SampleDeployment.CREATED);
    }

    public SampleJob done() {
        return new SampleJob(api, kind, role, name, parallelism, completions, succeeded, true, suspended, createdAt);
    }

    public SampleJob suspend() {
        return new SampleJob(api, kind, role, name, parallelism, completions, succeeded, finished, true, createdAt);
    }

    public SampleJob completions(int wanted, int done) {
        return new SampleJob(api, kind, role, name, parallelism, wanted, done, finished, suspended, createdAt);
    }

    public SampleJob createdAt(Instant at) {
        return new SampleJob(api, kind, role, name, parallelism, completions, succeeded, finished, suspended, at);
    }

    public Job build() {
        SampleDeployment labelled = SampleDeployment.plain(name)
                .label("cortex.dev/api", "true")
                .label("apiName", api)
                .label("apiKind", kind)
                .container("api-" + name)
                .container("dequeuer");
        if (!role.isEmpty()) {
            labelled.label("cortex.dev/batch", role);
        }
        PodTemplate template = labelled.template();
        return new Job(
                "default",
                name,
                "uid-" + name,
                createdAt,
                template.labels(),
                parallelism,
                completions,
                0,
                succeeded,
                0,
                finished,
                suspended,
                template);
    }

    /** The VirtualService by which an API without Deployment is known. */
    public static VirtualService virtualService(String api, String kind) {
        return new VirtualService(
                "default",
                api,
                "uid-" + api,
                SampleDeployment.CREATED,
                Map.of("cortex.dev/api", "true", "apiName", api, "apiKind", kind),
                Map.of(),
                java.util.List.of(),
                Map.of());
    }
}
