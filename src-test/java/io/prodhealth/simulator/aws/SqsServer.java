package io.prodhealth.simulator.aws;

import java.net.URI;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;
import org.elasticmq.NodeAddress;
import org.elasticmq.actor.queue.OperationSuccessful$;
import org.elasticmq.actor.queue.QueueEvent;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Real queues in an embedded ElasticMQ. Their visibility timeouts run on the real time, whatever the simulated time is.
 */
public final class SqsServer implements AutoCloseable {
    /** Whose queues they are, in every recorded object. */
    public static final String ACCOUNT = "123456789012";

    /** Where the cluster is, in every recorded object. */
    public static final String REGION = "us-east-1";

    private static final String HOST = "sqs." + REGION + ".amazonaws.com";

    private final ActorSystem actors;
    private final SQSRestServer server;
    private final int port;

    /** Starts on a free port, and tells of every message. */
    SqsServer(QueueMetrics metrics) {
        actors = ActorSystem.create("sqs");
        server = SQSRestServerBuilder.withActorSystem(actors)
                .withQueueEventListener(actors.actorOf(Props.create(Listener.class, () -> new Listener(metrics))))
                .withInterface("127.0.0.1")
                .withDynamicPort()
                // As the cluster's objects name them.
                .withServerAddress(new NodeAddress("https", HOST, 443, ""))
                .withAWSRegion(REGION)
                .withAWSAccountId(ACCOUNT)
                .start();
        port = server.waitUntilStarted().localAddress().getPort();
    }

    int port() {
        return port;
    }

    /** The URL of a queue as AWS has it. */
    public static String url(String queue) {
        return "https://" + HOST + "/" + ACCOUNT + "/" + queue;
    }

    /** URLs in an answer of ElasticMQ, without the port that AWS does not name. */
    static String withoutPort(String answer) {
        return answer.replace(HOST + ":443/", HOST + "/");
    }

    /** A client of one's own, for those who work on the queues: the faults of {@link AwsServer} do not touch it. */
    public SqsClient client() {
        return SqsClient.builder()
                .endpointOverride(URI.create("http://127.0.0.1:" + port))
                .region(Region.of(REGION))
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIASIMULATED", "simulated")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    @Override
    public void close() {
        server.stopAndWait();
        actors.terminate();
    }

    /** Told by every queue of every change; a queue answers its caller only after this has answered. */
    private static final class Listener extends AbstractActor {
        private final QueueMetrics metrics;

        Listener(QueueMetrics metrics) {
            this.metrics = metrics;
        }

        @Override
        public Receive createReceive() {
            return receiveBuilder()
                    .match(
                            QueueEvent.QueueCreated.class,
                            e -> metrics.created(e.queue().name()))
                    .match(QueueEvent.QueueDeleted.class, e -> metrics.gone(e.queueName()))
                    .match(QueueEvent.MessageAdded.class, e -> {
                        if (e.message().deadLetterSourceQueueName().isDefined()) {
                            metrics.moved(
                                    e.message().deadLetterSourceQueueName().get(),
                                    e.queueName(),
                                    e.message().id());
                        } else {
                            metrics.added(e.queueName(), e.message().id());
                        }
                        answer();
                    })
                    .match(QueueEvent.MessageRemoved.class, e -> {
                        metrics.removed(e.queueName(), e.messageId());
                        answer();
                    })
                    .match(QueueEvent.MessageUpdated.class, e -> answer())
                    .build();
        }

        private void answer() {
            sender().tell(OperationSuccessful$.MODULE$, self());
        }
    }
}
