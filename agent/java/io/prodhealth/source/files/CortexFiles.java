package io.prodhealth.source.files;

import io.prodhealth.snapshot.Changes;
import io.prodhealth.snapshot.ClusterConfig;
import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.snapshot.FilePlaces;
import io.prodhealth.snapshot.KubernetesObjects;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Observed.Reason;
import io.prodhealth.snapshot.posture.AwsPosture;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A cluster that is not there yet, from the files that users of Cortex write: a cluster configuration and API specs. What
 * they cannot tell is absent.
 */
public final class CortexFiles {

    private CortexFiles() {}

    /**
     * What was found.
     *
     * @param snapshot the cluster as it would be
     * @param places where everything in it is written
     * @param unreadable what could not be read: place, what it is, and what was expected
     * @param partly what may be there and is not in the snapshot, or not as it was meant
     */
    public record Found(ClusterSnapshot snapshot, FilePlaces places, List<String> unreadable, Partly partly) {}

    /**
     * Parts of the files that could not be read.
     *
     * @param apis names of APIs
     * @param configuration something of the cluster configuration
     * @param anything files, or APIs without a name, of which nothing is known
     */
    public record Partly(List<String> apis, boolean configuration, boolean anything) {}

    /**
     * Reads files, and folders of files: in those, what is no file of Cortex is passed over.
     *
     * @param at the moment to judge as of
     * @param namespace in which Cortex would keep its APIs
     */
    public static Found read(List<Path> paths, Instant at, String namespace) {
        FilesReader reader = new FilesReader();
        paths.forEach(reader::read);
        return found(reader, at, namespace);
    }

    static Found found(FilesReader reader, Instant at, String namespace) {
        Optional<Observed<ClusterConfig>> config = reader.config(at);
        SpecObjects objects =
                new SpecObjects(namespace, at, config.map(Observed::known).flatMap(known -> known));
        reader.apis().forEach(objects::add);
        return new Found(
                snapshot(at, config, reader.hasApis() ? Optional.of(objects) : Optional.empty()),
                reader.places(),
                reader.unreadable(),
                reader.partly());
    }

    private static ClusterSnapshot snapshot(
            Instant at, Optional<Observed<ClusterConfig>> config, Optional<SpecObjects> apis) {
        KubernetesObjects kubernetes = new KubernetesObjects(
                absent(at),
                absent(at),
                absent(at),
                known(apis.map(made -> made.deployments), at),
                absent(at),
                absent(at),
                absent(at),
                known(apis.map(made -> made.jobs), at),
                absent(at),
                absent(at),
                absent(at),
                known(apis.map(made -> made.configMaps), at),
                absent(at),
                known(apis.map(made -> made.virtualServices), at),
                known(apis.map(made -> made.batchJobs), at),
                absent(at),
                config.orElse(absent(at)),
                absent(at),
                absent(at));
        return new ClusterSnapshot(
                at,
                kubernetes,
                absent(at),
                absent(at),
                absent(at),
                absent(at),
                absent(at),
                absent(at),
                AwsPosture.unknown(Reason.ABSENT, at),
                absent(at),
                Changes.NONE);
    }

    private static <T> Observed<List<T>> known(Optional<List<T>> made, Instant at) {
        return made.<Observed<List<T>>>map(list -> new Observed.Known<>(List.copyOf(list), at))
                .orElse(absent(at));
    }

    private static <T> Observed<T> absent(Instant at) {
        return new Observed.Unknown<>(Reason.ABSENT, at);
    }
}
