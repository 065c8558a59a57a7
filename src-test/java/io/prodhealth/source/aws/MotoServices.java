package io.prodhealth.source.aws;

import io.prodhealth.containers.MotoServer;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.acm.model.ValidationMethod;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageTagMutability;
import software.amazon.awssdk.services.elasticloadbalancing.ElasticLoadBalancingClient;
import software.amazon.awssdk.services.elasticloadbalancing.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Certificate;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.AliasTarget;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.RRType;

/** What is around a VPC, made in moto: load balancers, the domain, its certificate, images, and metrics of a NAT gateway. */
record MotoServices(MotoServer moto, SdkHttpClient http) {

    private static final String MANIFEST = """
        {"schemaVersion": 2, "mediaType": "application/vnd.docker.distribution.manifest.v2+json",
         "config": {"mediaType": "application/vnd.docker.container.image.v1+json", "size": 1, "digest": "sha256:0"},
         "layers": []}
        """;

    Ec2Client ec2() {
        return TestAws.user(Ec2Client.builder(), moto.uri(), http);
    }

    /** A certificate of ACM for the domain; moto leaves it waiting for its validation for a minute. */
    String certificate(String domain) {
        return TestAws.user(AcmClient.builder(), moto.uri(), http)
                .requestCertificate(all -> all.domainName(domain).validationMethod(ValidationMethod.DNS))
                .certificateArn();
    }

    /** A network load balancer as Kubernetes makes it for a Service of Cortex, with all nodes as its targets. */
    String balancer(MotoNetwork network, String name, String scheme, String role, int nodePort, String certificate) {
        ElasticLoadBalancingV2Client elb = TestAws.user(ElasticLoadBalancingV2Client.builder(), moto.uri(), http);
        boolean internal = scheme.equals("internal");
        LoadBalancer made = elb.createLoadBalancer(all -> all.name(name)
                        .type(LoadBalancerTypeEnum.NETWORK)
                        .scheme(scheme)
                        .subnets(internal ? network.nodeSubnets : network.publicSubnets)
                        .tags(
                                tag("cortex.dev/cluster-name", "cortex"),
                                tag("cortex.dev/load-balancer", role),
                                tag("password", "secret")))
                .loadBalancers()
                .getFirst();
        String targets = elb.createTargetGroup(all -> all.name("tg-" + role)
                        .protocol(ProtocolEnum.TCP)
                        .port(nodePort)
                        .vpcId(network.vpc)
                        .targetType(TargetTypeEnum.INSTANCE))
                .targetGroups()
                .getFirst()
                .targetGroupArn();
        elb.registerTargets(all -> all.targetGroupArn(targets)
                .targets(network.instances.stream()
                        .map(id -> TargetDescription.builder().id(id).build())
                        .toList()));
        elb.createListener(all -> all.loadBalancerArn(made.loadBalancerArn())
                .protocol(ProtocolEnum.TLS)
                .port(443)
                .certificates(Certificate.builder().certificateArn(certificate).build())
                .defaultActions(Action.builder()
                        .type(ActionTypeEnum.FORWARD)
                        .targetGroupArn(targets)
                        .build()));
        return made.dnsName();
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    /** A load balancer of the first generation, in the VPC and of nobody. */
    void classicBalancer(MotoNetwork network, String name) {
        TestAws.user(ElasticLoadBalancingClient.builder(), moto.uri(), http)
                .createLoadBalancer(all -> all.loadBalancerName(name)
                        .scheme("internal")
                        .subnets(network.nodeSubnets)
                        .listeners(Listener.builder()
                                .protocol("tcp")
                                .loadBalancerPort(80)
                                .instanceProtocol("tcp")
                                .instancePort(30_080)
                                .build()));
    }

    /** A hosted zone with an alias to a load balancer. */
    void alias(String zone, String name, String target) {
        Route53Client route53 = TestAws.user(Route53Client.builder(), moto.uri(), http);
        String id = route53.createHostedZone(all -> all.name(zone).callerReference(zone))
                .hostedZone()
                .id();
        Change change = Change.builder()
                .action(ChangeAction.CREATE)
                .resourceRecordSet(record -> record.name(name)
                        .type(RRType.A)
                        .aliasTarget(AliasTarget.builder()
                                .hostedZoneId("Z26RNL4JYFTOTI")
                                .dnsName("dualstack." + target)
                                .evaluateTargetHealth(false)
                                .build()))
                .build();
        route53.changeResourceRecordSets(all -> all.hostedZoneId(id).changeBatch(batch -> batch.changes(change)));
    }

    /** A repository for each image that the cluster names in its own registry. One has an older tag than is asked for. */
    void mirror(Set<EcrImage> images, String outdated, String tag) {
        EcrClient ecr = TestAws.user(EcrClient.builder(), moto.uri(), http);
        for (EcrImage image : images) {
            if (image.account().equals("123456789012")) {
                String name = image.repository();
                ecr.createRepository(all -> all.repositoryName(name).imageTagMutability(ImageTagMutability.IMMUTABLE));
                ecr.putImage(all -> all.repositoryName(name)
                        .imageManifest(MANIFEST)
                        .imageTag(name.equals(outdated) ? tag : image.tag()));
            }
        }
    }

    /** What CloudWatch has of a NAT gateway at one moment. */
    void natMetrics(String gateway, Instant at, double portErrors, double bytesOut) {
        CloudWatchClient cloudWatch = TestAws.user(CloudWatchClient.builder(), moto.uri(), http);
        cloudWatch.putMetricData(all -> all.namespace("AWS/NATGateway")
                .metricData(List.of(
                        datum("ErrorPortAllocation", gateway, at, portErrors),
                        datum("PacketsDropCount", gateway, at, 0),
                        datum("BytesOutToDestination", gateway, at, bytesOut))));
    }

    private static MetricDatum datum(String metric, String gateway, Instant at, double value) {
        return MetricDatum.builder()
                .metricName(metric)
                .dimensions(
                        Dimension.builder().name("NatGatewayId").value(gateway).build())
                .timestamp(at)
                .value(value)
                .build();
    }
}
