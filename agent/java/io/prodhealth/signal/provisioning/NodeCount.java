package io.prodhealth.signal.provisioning;

/**
 * The registered nodes of a group. A spot group with an on-demand base has both kinds.
 *
 * @param spot spot nodes
 * @param onDemand on-demand nodes
 * @param ready those that are Ready, of both kinds
 */
public record NodeCount(int spot, int onDemand, int ready) {

    /** No nodes. */
    public static final NodeCount NONE = new NodeCount(0, 0, 0);

    /** All that have registered. */
    public int all() {
        return spot + onDemand;
    }
}
