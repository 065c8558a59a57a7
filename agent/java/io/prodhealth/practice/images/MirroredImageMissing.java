package io.prodhealth.practice.images;

import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.OutsideCortex;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Subject;
import io.prodhealth.practice.images.ImageName.Ecr;
import io.prodhealth.snapshot.ClusterConfig;
import io.prodhealth.snapshot.posture.Repository;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Every mirrored image that the configuration names is there: pods that run go on without it, the next one does not start. */
public final class MirroredImageMissing implements Practice {

    public static final Rule RULE = Rule.ofCluster(
            "mirrored_image_missing",
            "1.8",
            Section.IMAGES,
            "Every image of Cortex that the configuration names in ECR exists there.",
            "Run Cortex's export script again for the running version, and keep its tags out of lifecycle policies that"
                    + " expire them.",
            true);

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        if (OutsideCortex.says(evidence, findings)) {
            return;
        }
        Optional<ClusterConfig> config = findings.need(evidence.config(), Subject.CLUSTER);
        if (config.isEmpty()) {
            return;
        }
        Map<ImageName, Ecr> mirrored = new TreeMap<>((one, other) -> one.text().compareTo(other.text()));
        ImageKeys.of(config.get(), evidence.origin())
                .values()
                .forEach(image -> image.ecr().ifPresent(ecr -> mirrored.put(image, ecr)));
        if (mirrored.isEmpty()) {
            findings.notApplicable("no_mirrored_images");
            return;
        }
        Optional<List<Repository>> repositories =
                findings.need(evidence.snapshot().posture().repositories(), Subject.CLUSTER);
        if (repositories.isEmpty()) {
            return;
        }
        findings.pass(Subject.CLUSTER);
        Mirror mirror = Mirror.of(repositories.get(), config.get());
        mirrored.forEach((image, ecr) -> image(image, ecr, mirror, findings));
    }

    private static void image(ImageName image, Ecr ecr, Mirror mirror, Findings findings) {
        Subject subject = Subject.image(image.shortName());
        Repository repository = mirror.byName().get(key(ecr, image.path()));
        if (!mirror.readable().contains(ecr)) {
            findings.unknown(subject, "registry_not_readable: " + ecr.account() + " in " + ecr.region());
        } else if (repository == null) {
            // A pull-through cache makes a repository when it is first asked for it.
            if (!image.pulledThrough()) {
                findings.warn(subject, "no repository for " + image.text(), "the repository and the tag exist");
            }
        } else if (image.digest().isEmpty() && !repository.tags().contains(tag(image))) {
            findings.warn(
                    subject,
                    "no such tag: " + image.text() + "; there is "
                            + (repository.tags().isEmpty()
                                    ? "none"
                                    : String.join(
                                            ", ",
                                            repository.tags().stream().sorted().toList())),
                    "the repository and the tag exist");
        }
    }

    private static String tag(ImageName image) {
        return image.tag().isEmpty() ? "latest" : image.tag();
    }

    private static String key(Ecr ecr, String name) {
        return ecr.account() + "/" + ecr.region() + "/" + name;
    }

    /**
     * What was found.
     *
     * @param readable the cluster's own registry, and those of which something was found: an empty answer of another account
     *     tells nothing
     */
    private record Mirror(Map<String, Repository> byName, Set<Ecr> readable) {

        static Mirror of(List<Repository> repositories, ClusterConfig config) {
            Map<String, Repository> byName = new HashMap<>();
            Set<Ecr> readable = new HashSet<>();
            config.value("account_id").ifPresent(account -> readable.add(new Ecr(account, config.region())));
            for (Repository repository : repositories) {
                Ecr ecr = new Ecr(repository.account(), repository.region());
                readable.add(ecr);
                byName.put(key(ecr, repository.name()), repository);
            }
            return new Mirror(byName, readable);
        }
    }
}
