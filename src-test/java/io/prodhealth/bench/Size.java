package io.prodhealth.bench;

/**
 * The size of a made up cluster.
 *
 * @param pods pods of APIs, of which there are one per 100 pods and at least 20
 */
record Size(int pods) {

    /** 25 pods a node, as in the figures of kube-state-metrics that ours are compared with. */
    int nodes() {
        return Math.max(1, pods / 25);
    }
}
