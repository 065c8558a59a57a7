package io.prodhealth.practice;

import io.prodhealth.snapshot.ClusterConfig;
import io.prodhealth.snapshot.Service;
import io.prodhealth.snapshot.posture.LoadBalancer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One of the two gateways of Cortex and the load balancer before it.
 *
 * @param kind which one
 * @param service its Service; empty where only files are known
 * @param balancer what AWS says of its load balancer; empty where it cannot be asked or knows none
 * @param internal whether only its VPC reaches it. AWS knows best: a Service that is changed later changes nothing
 * @param ranges from where it may be reached; all addresses where nothing restricts it
 */
public record Gateway(
        Kind kind, Optional<Service> service, Optional<LoadBalancer> balancer, boolean internal, List<String> ranges) {

    /** All addresses: what holds where no range is given. */
    public static final String EVERYWHERE = "0.0.0.0/0";

    private static final String NAMESPACE = "istio-system";
    private static final String ANNOTATION = "service.beta.kubernetes.io/";

    /** Which gateway. */
    public enum Kind {
        API("api", "ingressgateway-apis"),
        OPERATOR("operator", "ingressgateway-operator");

        private final String key;
        private final String service;

        Kind(String key, String service) {
            this.key = key;
            this.service = service;
        }

        /** The word of Cortex's configuration. */
        public String word() {
            return key;
        }

        /** Its Service as the object of a finding. */
        public Subject subject() {
            return Subject.object("service", NAMESPACE, service);
        }
    }

    /** The gateway; where it cannot be read, the cluster is unjudged. */
    public static Optional<Gateway> of(Kind kind, Evidence evidence, Findings findings) {
        if (OutsideCortex.says(evidence, findings)) {
            return Optional.empty();
        }
        if (evidence.origin() == Evidence.Origin.FILES) {
            return findings.need(evidence.config(), Subject.CLUSTER).map(config -> configured(kind, config));
        }
        Optional<List<Service>> services = findings.need(evidence.kubernetes().services(), Subject.CLUSTER);
        Optional<Service> service = services.flatMap(all -> all.stream()
                .filter(one -> one.namespace().equals(NAMESPACE) && one.name().equals(kind.service))
                .findFirst());
        if (services.isPresent() && service.isEmpty()) {
            findings.unknown(Subject.CLUSTER, "no_service: " + NAMESPACE + "/" + kind.service);
        }
        return service.map(one -> of(kind, one, balancer(one, evidence)));
    }

    /** The gateway of a cluster that is there; files name no load balancer. */
    public static Optional<Gateway> live(Kind kind, Evidence evidence, Findings findings) {
        if (evidence.origin() == Evidence.Origin.FILES) {
            findings.need(evidence.kubernetes().services(), Subject.CLUSTER);
            return Optional.empty();
        }
        return of(kind, evidence, findings);
    }

    /** The names by which it is reached. */
    public List<String> hostnames() {
        return service.map(Service::hostnames).orElse(List.of()).stream()
                .map(DnsName::plain)
                .toList();
    }

    /** An annotation of the Service, of those that are read by the load balancer's controller. */
    public Optional<String> annotation(String name) {
        return service.map(one -> one.annotations().get(ANNOTATION + name));
    }

    /** What the configuration says of the ranges; all addresses where it says nothing. */
    public static List<String> configuredRanges(Kind kind, ClusterConfig config) {
        List<String> ranges = config.lists().getOrDefault(kind.key + "_load_balancer_cidr_white_list", List.of());
        return ranges.isEmpty() ? List.of(EVERYWHERE) : ranges;
    }

    private static Gateway configured(Kind kind, ClusterConfig config) {
        boolean internal = config.value(kind.key + "_load_balancer_scheme")
                .orElse("internet-facing")
                .equals("internal");
        return new Gateway(kind, Optional.empty(), Optional.empty(), internal, configuredRanges(kind, config));
    }

    private static Gateway of(Kind kind, Service service, Optional<LoadBalancer> balancer) {
        boolean internal = balancer.map(LoadBalancer::internal).orElseGet(() -> saysInternal(service));
        return new Gateway(kind, Optional.of(service), balancer, internal, ranges(service));
    }

    private static boolean saysInternal(Service service) {
        Map<String, String> annotations = service.annotations();
        // A classic load balancer carries its scheme in its name; the annotation is absent where it is public.
        return service.hostnames().stream().anyMatch(name -> name.startsWith("internal-"))
                || annotations
                        .getOrDefault(ANNOTATION + "aws-load-balancer-internal", "")
                        .equals("true")
                || annotations
                        .getOrDefault(ANNOTATION + "aws-load-balancer-scheme", "")
                        .equals("internal");
    }

    private static List<String> ranges(Service service) {
        Stream<String> given = service.sourceRanges().isEmpty()
                ? Arrays.stream(service.annotations()
                        .getOrDefault(ANNOTATION + "load-balancer-source-ranges", "")
                        .split(",", 200))
                : service.sourceRanges().stream();
        List<String> ranges =
                given.map(String::strip).filter(range -> !range.isEmpty()).toList();
        return ranges.isEmpty() ? List.of(EVERYWHERE) : ranges;
    }

    private static Optional<LoadBalancer> balancer(Service service, Evidence evidence) {
        List<LoadBalancer> all = evidence.snapshot().posture().loadBalancers().orElse(List.of());
        List<String> names = service.hostnames().stream().map(DnsName::plain).toList();
        return all.stream()
                .filter(balancer -> names.contains(DnsName.plain(balancer.dnsName())))
                .findFirst();
    }
}
