package io.prodhealth.source.files;

import static io.prodhealth.source.files.Shape.number;
import static io.prodhealth.source.files.Shape.oneOf;
import static io.prodhealth.source.files.Shape.text;
import static io.prodhealth.source.files.Shape.truth;
import static io.prodhealth.source.files.Shape.whole;

import io.prodhealth.snapshot.CortexImages;
import io.prodhealth.source.files.Shape.AnyKeys;
import io.prodhealth.source.files.Shape.Each;
import java.util.LinkedHashMap;
import java.util.Map;

/** The cluster configuration as Cortex 0.42 takes it ({@code pkg/types/clusterconfig/cluster_config.go}). */
final class ClusterShape {

    /** Those that Cortex adds to the configuration in a cluster are taken too: some keep that one in Git. */
    static final Shape.Keys CONFIG = Shape.keys()
            .with(Shape.of(
                    "cluster_name",
                    text("3 to 54 lower-case letters, digits and dashes", "[a-z][-a-z0-9]{1,52}[a-z0-9]"),
                    "region",
                    text("a region of AWS, like us-east-1", "[a-z]{2}(-[a-z]+)+-\\d"),
                    "prometheus_instance_type",
                    instanceType(),
                    "telemetry",
                    truth(),
                    "node_groups",
                    new Each(nodeGroup(), 0),
                    "tags",
                    new AnyKeys(text()),
                    "availability_zones",
                    new Each(text(), 0),
                    "ssl_certificate_arn",
                    text("an ARN", "arn:.+"),
                    "iam_policy_arns",
                    new Each(text("an ARN", "arn:.+"), 0),
                    "subnet_visibility",
                    oneOf("public", "private"),
                    "subnets",
                    new Each(
                            Shape.keys()
                                    .with(
                                            Shape.of("availability_zone", text(), "subnet_id", text()),
                                            "availability_zone",
                                            "subnet_id"),
                            0),
                    "nat_gateway",
                    oneOf("none", "single", "highly_available")))
            .with(Shape.of(
                    "api_load_balancer_type",
                    oneOf("nlb", "elb"),
                    "api_load_balancer_scheme",
                    oneOf("internet-facing", "internal"),
                    "operator_load_balancer_scheme",
                    oneOf("internet-facing", "internal"),
                    "api_load_balancer_cidr_white_list",
                    new Each(cidr(), 0),
                    "operator_load_balancer_cidr_white_list",
                    new Each(cidr(), 0),
                    "vpc_cidr",
                    cidr(),
                    "cortex_policy_arn",
                    text(),
                    "account_id",
                    text(),
                    "cluster_uid",
                    text(),
                    "bucket",
                    text()))
            .with(images());

    private ClusterShape() {}

    private static Shape nodeGroup() {
        return Shape.keys()
                .with(
                        Shape.of(
                                "name",
                                text(
                                        "at most 26 letters, digits and dashes, the last no dash",
                                        "[a-zA-Z0-9]([-a-zA-Z0-9]{0,24}[a-zA-Z0-9])?"),
                                "instance_type",
                                instanceType(),
                                "min_instances",
                                whole(0, Integer.MAX_VALUE),
                                "max_instances",
                                whole(0, Integer.MAX_VALUE),
                                "priority",
                                whole(1, 100),
                                "instance_volume_size",
                                whole(20, 16384),
                                "instance_volume_type",
                                oneOf("gp2", "gp3", "io1", "sc1", "st1"),
                                "instance_volume_iops",
                                whole(0, Integer.MAX_VALUE),
                                "instance_volume_throughput",
                                whole(125, 1000),
                                "spot",
                                truth(),
                                "spot_config",
                                spotConfig()),
                        "name",
                        "instance_type");
    }

    private static Shape spotConfig() {
        return Shape.keys()
                .with(Shape.of(
                        "instance_distribution",
                        new Each(instanceType(), 0),
                        "on_demand_base_capacity",
                        whole(0, Integer.MAX_VALUE),
                        "on_demand_percentage_above_base_capacity",
                        whole(0, 100),
                        "max_price",
                        number("a price in USD an hour above 0", price -> price > 0),
                        "instance_pools",
                        whole(1, 20)));
    }

    private static Shape instanceType() {
        return text("an instance type, like g4dn.xlarge", "[a-z][a-z0-9-]*\\.[a-z0-9-]+");
    }

    private static Shape cidr() {
        return text("a range of addresses, like 10.0.0.0/8", "[0-9a-fA-F.:]+/\\d{1,3}");
    }

    private static Map<String, Shape> images() {
        Map<String, Shape> images = new LinkedHashMap<>();
        CortexImages.NAMES.forEach(name -> images.put("image_" + name, text("an image", "\\S+")));
        return images;
    }
}
