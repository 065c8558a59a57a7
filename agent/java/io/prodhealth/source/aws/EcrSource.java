package io.prodhealth.source.aws;

import io.prodhealth.config.Config;
import io.prodhealth.snapshot.KubernetesObjects;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.posture.Repository;
import io.prodhealth.source.Source;
import io.prodhealth.source.SourceException;
import io.prodhealth.source.SourceLedger;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ecr.model.DescribeRepositoriesRequest;
import software.amazon.awssdk.services.ecr.model.DescribeRepositoriesResponse;
import software.amazon.awssdk.services.ecr.model.ImageTagMutability;
import software.amazon.awssdk.services.ecr.model.ListImagesRequest;
import software.amazon.awssdk.services.ecr.model.ListImagesResponse;
import software.amazon.awssdk.services.ecr.model.TagStatus;

/**
 * The ECR repositories that the cluster's images come from, in the cluster's region. Those of an account that lets nobody
 * look are left out, unless there are no others.
 */
public final class EcrSource implements Source<List<Optional<?>>> {

    private static final int PAGE = 1_000;
    /** ECR's own limit is a hundred thousand images a repository. */
    private static final int MOST_PAGES = 20;

    private static final int MOST_REPOSITORIES = 200;
    private static final int MOST_TAGS = 1_000;

    private final AwsClients clients;
    private final Supplier<KubernetesObjects> objects;
    private final KubernetesWait kubernetes;
    private final PostureParts parts;
    private final PosturePart<List<Repository>> part;

    /**
     * Nothing read yet.
     *
     * @param objects what the cluster has, for its images
     * @param ledger of the source {@code ecr}
     */
    public EcrSource(
            AwsClients clients,
            Config.Posture config,
            Supplier<KubernetesObjects> objects,
            SourceLedger ledger,
            Clock clock) {
        this(clients, config, objects, ledger, clock, Ticker.SYSTEM);
    }

    EcrSource(
            AwsClients clients,
            Config.Posture config,
            Supplier<KubernetesObjects> objects,
            SourceLedger ledger,
            Clock clock,
            Ticker ticker) {
        this.clients = clients;
        this.objects = objects;
        this.kubernetes = new KubernetesWait(objects, ticker);
        this.parts = new PostureParts(ledger, clock);
        this.part = parts.part(config.slowInterval(), AwsOperation.DESCRIBE_REPOSITORIES, AwsOperation.LIST_IMAGES);
    }

    /** How long one reading may take: two hundred repositories at the usual pace. */
    public static Duration timeout(Config.Aws aws) {
        return KubernetesWait.LONGEST.plus(aws.callTimeout().multipliedBy(3)).plusSeconds(90);
    }

    @Override
    public List<Optional<?>> read() throws SourceException, InterruptedException {
        return parts.read(() -> {
            kubernetes.await(ClusterClues::incomplete);
            Set<EcrImage> named = EcrImage.namedBy(objects.get());
            part.read(() -> repositories(named));
        });
    }

    private List<Repository> repositories(Set<EcrImage> named) throws SourceException, InterruptedException {
        String region = clients.region();
        Map<String, List<EcrImage>> accounts = named.stream()
                .filter(image -> image.region().equals(region))
                .collect(Collectors.groupingBy(EcrImage::account, TreeMap::new, Collectors.toList()));
        List<Repository> all = new ArrayList<>();
        SourceException denied = null;
        boolean any = false;
        for (Map.Entry<String, List<EcrImage>> account : accounts.entrySet()) {
            try {
                all.addAll(repositories(account.getKey(), region, account.getValue()));
                any = true;
            } catch (SourceException e) {
                if (e.deniedAction() == null) {
                    throw e;
                }
                denied = e;
            }
        }
        if (denied != null && !any) {
            throw denied;
        }
        return List.copyOf(all);
    }

    private List<Repository> repositories(String account, String region, List<EcrImage> named)
            throws SourceException, InterruptedException {
        Map<String, Set<String>> tags = named.stream()
                .collect(Collectors.groupingBy(
                        EcrImage::repository,
                        TreeMap::new,
                        Collectors.mapping(EcrImage::tag, Collectors.toCollection(TreeSet::new))));
        Map<String, Boolean> mutable = new TreeMap<>();
        // All of them, and not those that are named: one that is missing would make that call fail.
        Pages.read(AwsOperation.DESCRIBE_REPOSITORIES, MOST_PAGES, token -> {
            DescribeRepositoriesRequest request = DescribeRepositoriesRequest.builder()
                    .registryId(account)
                    .maxResults(PAGE)
                    .nextToken(token)
                    .build();
            DescribeRepositoriesResponse page =
                    clients.ecr(AwsOperation.DESCRIBE_REPOSITORIES, ecr -> ecr.describeRepositories(request));
            page.repositories().stream()
                    .filter(each -> each.repositoryName() != null && tags.containsKey(each.repositoryName()))
                    .limit(MOST_REPOSITORIES)
                    .forEach(each -> mutable.put(
                            each.repositoryName(), each.imageTagMutability() != ImageTagMutability.IMMUTABLE));
            return page.nextToken();
        });
        List<Repository> all = new ArrayList<>();
        for (Map.Entry<String, Boolean> each : mutable.entrySet()) {
            Set<String> wanted = tags.getOrDefault(each.getKey(), Set.of());
            all.add(new Repository(
                    account, region, each.getKey(), each.getValue(), tags(account, each.getKey(), wanted)));
        }
        return all;
    }

    /** All tags up to a thousand, and those that the cluster names however many there are. */
    private Set<String> tags(String account, String repository, Set<String> wanted)
            throws SourceException, InterruptedException {
        Set<String> tags = new TreeSet<>();
        Pages.read(AwsOperation.LIST_IMAGES, MOST_PAGES, token -> {
            ListImagesRequest request = ListImagesRequest.builder()
                    .registryId(account)
                    .repositoryName(repository)
                    .filter(filter -> filter.tagStatus(TagStatus.TAGGED))
                    .maxResults(PAGE)
                    .nextToken(token)
                    .build();
            ListImagesResponse page = clients.ecr(AwsOperation.LIST_IMAGES, ecr -> ecr.listImages(request));
            page.imageIds().stream()
                    .map(image -> Kept.text(image.imageTag()))
                    .filter(tag -> !tag.isEmpty() && (tags.size() < MOST_TAGS || wanted.contains(tag)))
                    .forEach(tags::add);
            return page.nextToken();
        });
        return Set.copyOf(tags);
    }

    /** The repositories. */
    public Observed<List<Repository>> repositories() {
        return part.observed();
    }
}
