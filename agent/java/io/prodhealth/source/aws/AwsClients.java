package io.prodhealth.source.aws;

import io.prodhealth.config.Config;
import io.prodhealth.snapshot.ClusterConfig;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.source.FailureReason;
import io.prodhealth.source.SourceException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.elasticloadbalancing.ElasticLoadBalancingClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * The one place where AWS is called. Clients are made when they are first needed, and again until that works: a region or
 * credentials that are missing now may be there with the next reading. Safe for threads; a call blocks, so it belongs on a
 * virtual thread.
 *
 * <p>The SDK retries nothing: what has failed is due again with the next tick of its source, which is soon enough, and
 * neither the time that a call takes nor what it costs is ever a multiple of what it seems.
 */
public final class AwsClients implements AutoCloseable {

    /** What the SDK says where an answer names no request. */
    private static final String NO_REQUEST_ID = "UNKNOWN";

    private static final Logger LOG = LoggerFactory.getLogger(AwsClients.class);

    private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,40}");

    private final Config.Aws config;
    private final Supplier<Observed<ClusterConfig>> cluster;
    private final AwsBooks books;
    private final String userAgent;
    private final AwsSurroundings surroundings;
    private final Map<AwsOperation, AwsLimiter> limiters;
    /** For the SDK's timeouts only; by default each client has five threads for them. */
    private final ScheduledExecutorService timeouts = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("aws-timeouts").factory());

    private @Nullable OpenClients opened;
    private boolean regionIsFinal;

    /**
     * No client yet.
     *
     * @param cluster Cortex's cluster configuration, for its region
     * @param books every call is entered there
     * @param userAgent told to AWS with every call
     */
    public AwsClients(Config.Aws config, Supplier<Observed<ClusterConfig>> cluster, AwsBooks books, String userAgent) {
        this(config, cluster, books, userAgent, AwsSurroundings.ofTheMachine());
    }

    AwsClients(
            Config.Aws config,
            Supplier<Observed<ClusterConfig>> cluster,
            AwsBooks books,
            String userAgent,
            AwsSurroundings surroundings) {
        this.config = config;
        this.cluster = cluster;
        this.books = books;
        this.userAgent = userAgent;
        this.surroundings = surroundings;
        this.limiters = limiters(config, surroundings.ticker());
    }

    private static Map<AwsOperation, AwsLimiter> limiters(Config.Aws config, Ticker ticker) {
        RandomGenerator random = RandomGenerator.getDefault();
        // One for each service, since each has quotas of its own.
        Map<String, AwsLimiter> services = AwsOperation.services().stream()
                .collect(Collectors.toMap(
                        Function.identity(),
                        service -> new AwsLimiter(
                                service.equals(AwsOperation.LIST_QUEUES.service())
                                        ? config.sqsRequestsPerSecond()
                                        : config.requestsPerSecond(),
                                ticker,
                                random)));
        Map<AwsOperation, AwsLimiter> limiters = new EnumMap<>(AwsOperation.class);
        for (AwsOperation operation : AwsOperation.values()) {
            limiters.put(operation, Objects.requireNonNull(services.get(operation.service())));
        }
        return limiters;
    }

    /** The region that is asked. */
    String region() throws SourceException {
        return open().region();
    }

    /** A call to SQS. */
    <R> R sqs(AwsOperation operation, Function<SqsClient, R> call) throws SourceException, InterruptedException {
        return call(operation, clients -> call.apply(clients.sqs()));
    }

    /** A call to CloudWatch. */
    <R> R cloudWatch(AwsOperation operation, Function<CloudWatchClient, R> call)
            throws SourceException, InterruptedException {
        return call(operation, clients -> call.apply(clients.cloudWatch()));
    }

    /** A call to Auto Scaling. */
    <R> R autoScaling(AwsOperation operation, Function<AutoScalingClient, R> call)
            throws SourceException, InterruptedException {
        return call(operation, clients -> call.apply(clients.autoScaling()));
    }

    /** A call to EC2. */
    <R extends AwsResponse> R ec2(AwsOperation operation, Function<Ec2Client, R> call)
            throws SourceException, InterruptedException {
        return call(
                operation,
                clients -> genuine(operation, call.apply(clients.ec2().get())));
    }

    /** A call to Elastic Load Balancing, for load balancers of the present generation. */
    <R extends AwsResponse> R loadBalancing(AwsOperation operation, Function<ElasticLoadBalancingV2Client, R> call)
            throws SourceException, InterruptedException {
        return call(
                operation,
                clients -> genuine(operation, call.apply(clients.loadBalancing().get())));
    }

    /** A call to Elastic Load Balancing, for classic ones. */
    <R extends AwsResponse> R classicLoadBalancing(AwsOperation operation, Function<ElasticLoadBalancingClient, R> call)
            throws SourceException, InterruptedException {
        return call(
                operation,
                clients -> genuine(
                        operation, call.apply(clients.classicLoadBalancing().get())));
    }

    /**
     * What AWS itself has said: it names each of its answers. To the SDK any XML at all is a list, an empty one, and nothing
     * downstream could tell that from a network in which there is nothing.
     */
    private static <R extends AwsResponse> R genuine(AwsOperation operation, R answer) throws SourceException {
        String id = answer.responseMetadata().requestId();
        if (id == null || id.equals(NO_REQUEST_ID)) {
            throw new SourceException(
                    FailureReason.INVALID_RESPONSE, operation.action() + ": what answers is not AWS: no request id");
        }
        return answer;
    }

    /** A call to Route 53. */
    <R> R route53(AwsOperation operation, Function<Route53Client, R> call)
            throws SourceException, InterruptedException {
        return call(operation, clients -> call.apply(clients.route53().get()));
    }

    /** A call to ECR. */
    <R> R ecr(AwsOperation operation, Function<EcrClient, R> call) throws SourceException, InterruptedException {
        return call(operation, clients -> call.apply(clients.ecr().get()));
    }

    /** A call to ACM. */
    <R> R acm(AwsOperation operation, Function<AcmClient, R> call) throws SourceException, InterruptedException {
        return call(operation, clients -> call.apply(clients.acm().get()));
    }

    @FunctionalInterface
    private interface Asking<R> {
        R ask(OpenClients clients) throws SourceException;
    }

    private <R> R call(AwsOperation operation, Asking<R> call) throws SourceException, InterruptedException {
        try {
            R answer = answer(operation, call);
            books.answered(operation);
            return answer;
        } catch (SourceException e) {
            books.failed(operation, e);
            throw e;
        }
    }

    private <R> R answer(AwsOperation operation, Asking<R> call) throws SourceException, InterruptedException {
        OpenClients clients = open();
        AwsLimiter limiter = limiterOf(operation);
        limiter.acquire();
        try {
            return call.ask(clients);
        } catch (RuntimeException e) {
            // The flag, and not what was thrown: the connection notices it as often as the SDK does.
            if (Thread.interrupted() || e instanceof AbortedException) {
                throw new InterruptedException(operation.action() + " was interrupted");
            }
            // Not the SDK's own only: it throws whatever a parser throws at an answer that nobody expects.
            if (AwsFailures.throttled(e)) {
                limiter.throttled();
            }
            throw AwsFailures.of(operation, e);
        }
    }

    private AwsLimiter limiterOf(AwsOperation operation) {
        AwsLimiter limiter = limiters.get(operation);
        if (limiter == null) {
            throw new IllegalStateException("no limiter for " + operation);
        }
        return limiter;
    }

    private synchronized OpenClients open() throws SourceException {
        OpenClients now = opened;
        if (now != null && regionIsFinal) {
            return now;
        }
        String known = knownRegion();
        if (now != null && (known.isEmpty() || known.equals(now.region()))) {
            return now;
        }
        OpenClients fresh = OpenClients.of(
                known.isEmpty() ? regionOfTheMachine() : known, config, surroundings, timeouts, books, userAgent);
        if (now != null) {
            now.close();
        }
        opened = fresh;
        // That of the machine gives way to that of the cluster, which may become known later.
        regionIsFinal = !known.isEmpty();
        return fresh;
    }

    /** The region that is set, else that of the cluster; empty when neither tells. */
    private String knownRegion() {
        if (!config.region().isEmpty()) {
            return config.region();
        }
        // It becomes part of a host's name, and comes from whoever can write the config map.
        return cluster.get()
                .known()
                .map(ClusterConfig::region)
                .filter(region -> REGION.matcher(region).matches())
                .orElse("");
    }

    private String regionOfTheMachine() throws SourceException {
        try {
            Region region = surroundings.region().getRegion();
            if (region != null) {
                return region.id();
            }
        } catch (SdkException e) {
            LOG.atDebug().setCause(e).log("no AWS region is found on this machine");
        }
        throw new SourceException(
                FailureReason.NOT_FOUND,
                "no AWS region is known, neither from Cortex's cluster configuration nor from the machine: set"
                        + " aws.region");
    }

    @Override
    public synchronized void close() {
        OpenClients now = opened;
        if (now != null) {
            now.close();
            opened = null;
        }
        timeouts.shutdownNow();
    }
}
