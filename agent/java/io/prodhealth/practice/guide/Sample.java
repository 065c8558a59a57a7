package io.prodhealth.practice.guide;

/** Samples of the guide that are more than a line. */
final class Sample {

    static final String NODE_GROUPS = """
        node_groups:
          - name: gpu-spot
            instance_type: g4dn.xlarge
            min_instances: 0
            max_instances: 5
            spot: true
            priority: 100
          - name: gpu-on-demand
            instance_type: g4dn.xlarge
            min_instances: 0
            max_instances: 5
            priority: 1\
        """;

    private Sample() {}
}
