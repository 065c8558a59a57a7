package io.prodhealth.source.aws;

import io.prodhealth.config.Config;
import io.prodhealth.snapshot.ConfigMap;
import io.prodhealth.snapshot.KubernetesObjects;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Service;
import io.prodhealth.snapshot.posture.Certificate;
import io.prodhealth.snapshot.posture.LoadBalancer;
import io.prodhealth.source.FailureReason;
import io.prodhealth.source.Source;
import io.prodhealth.source.SourceException;
import io.prodhealth.source.SourceLedger;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.services.acm.model.CertificateDetail;
import software.amazon.awssdk.services.acm.model.DescribeCertificateRequest;
import software.amazon.awssdk.services.acm.model.RenewalEligibility;

/** The certificates of ACM that listeners, Services or Cortex's cluster configuration name. */
public final class AcmSource implements Source<List<Optional<?>>> {

    private static final Pattern ARN =
            Pattern.compile("arn:aws[a-z-]{0,20}:acm:([a-z0-9-]{1,40}):\\d{12}:certificate/[0-9a-zA-Z-]{1,64}");
    private static final int MOST = 20;

    private final AwsClients clients;
    private final Supplier<KubernetesObjects> objects;
    private final Supplier<Observed<List<LoadBalancer>>> loadBalancers;
    private final KubernetesWait kubernetes;
    private final PostureParts parts;
    private final PosturePart<List<Certificate>> part;

    /**
     * Nothing read yet.
     *
     * @param objects what the cluster has, for the certificates that it names
     * @param loadBalancers for those of their listeners
     * @param ledger of the source {@code acm}
     */
    public AcmSource(
            AwsClients clients,
            Config.Posture config,
            Supplier<KubernetesObjects> objects,
            Supplier<Observed<List<LoadBalancer>>> loadBalancers,
            SourceLedger ledger,
            Clock clock) {
        this(clients, config, objects, loadBalancers, ledger, clock, Ticker.SYSTEM);
    }

    AcmSource(
            AwsClients clients,
            Config.Posture config,
            Supplier<KubernetesObjects> objects,
            Supplier<Observed<List<LoadBalancer>>> loadBalancers,
            SourceLedger ledger,
            Clock clock,
            Ticker ticker) {
        this.clients = clients;
        this.objects = objects;
        this.loadBalancers = loadBalancers;
        this.kubernetes = new KubernetesWait(objects, ticker);
        this.parts = new PostureParts(ledger, clock);
        this.part = parts.part(config.slowInterval(), AwsOperation.DESCRIBE_CERTIFICATE);
    }

    /** How long one reading may take. */
    public static Duration timeout(Config.Aws aws) {
        return KubernetesWait.LONGEST.plus(aws.callTimeout().multipliedBy(3)).plusSeconds(20);
    }

    @Override
    public List<Optional<?>> read() throws SourceException, InterruptedException {
        return parts.read(() -> {
            kubernetes.await(ClusterClues::incomplete);
            Set<String> named = named(objects.get(), loadBalancers.get());
            part.read(() -> certificates(named));
        });
    }

    private static Set<String> named(KubernetesObjects objects, Observed<List<LoadBalancer>> balancers) {
        Stream<String> texts = Stream.of(
                        balancers.orElse(List.of()).stream()
                                .flatMap(each -> each.listeners().stream())
                                .map(LoadBalancer.Listener::certificate),
                        objects.services().orElse(List.of()).stream()
                                .map(Service::annotations)
                                .map(all ->
                                        all.getOrDefault("service.beta.kubernetes.io/aws-load-balancer-ssl-cert", "")),
                        objects.configMaps().orElse(List.of()).stream()
                                .filter(map -> map.name().equals("cluster-config"))
                                .map(ConfigMap::data)
                                .map(data -> data.getOrDefault("cluster.yaml", "")))
                .flatMap(each -> each);
        Set<String> arns = new TreeSet<>();
        texts.forEach(text -> ARN.matcher(text).results().limit(MOST).forEach(found -> arns.add(found.group())));
        return arns;
    }

    private List<Certificate> certificates(Set<String> named) throws SourceException, InterruptedException {
        List<Certificate> all = new ArrayList<>();
        if (named.isEmpty()) {
            return all;
        }
        String region = clients.region();
        for (String arn : named.stream()
                .filter(each -> inRegion(each, region))
                .limit(MOST)
                .toList()) {
            try {
                DescribeCertificateRequest request =
                        DescribeCertificateRequest.builder().certificateArn(arn).build();
                CertificateDetail detail = clients.acm(
                                AwsOperation.DESCRIBE_CERTIFICATE, acm -> acm.describeCertificate(request))
                        .certificate();
                if (detail != null) {
                    all.add(certificate(arn, detail));
                }
            } catch (SourceException e) {
                // One that was deleted is not there, which is what there is to know.
                if (e.reason() != FailureReason.NOT_FOUND) {
                    throw e;
                }
            }
        }
        return List.copyOf(all);
    }

    private static boolean inRegion(String arn, String region) {
        Matcher matcher = ARN.matcher(arn);
        return matcher.matches() && matcher.group(1).equals(region);
    }

    private static Certificate certificate(String arn, CertificateDetail detail) {
        Set<String> names = new TreeSet<>();
        names.add(Kept.text(detail.domainName()));
        detail.subjectAlternativeNames().forEach(name -> names.add(Kept.text(name)));
        names.remove("");
        return new Certificate(
                arn,
                List.copyOf(names),
                Kept.text(detail.statusAsString()),
                detail.notAfter(),
                detail.renewalEligibility() == RenewalEligibility.ELIGIBLE);
    }

    /** The certificates; one that is named and is not there does not exist. */
    public Observed<List<Certificate>> certificates() {
        return part.observed();
    }
}
