package io.prodhealth.dashboards;

/**
 * A choice at the top of a dashboard, by the values of a label.
 *
 * @param query as plain text, which both Grafanas read
 * @param many whether several can be chosen
 * @param all whether all of them can be, as they are at first
 */
record Variable(String name, String label, String query, boolean many, boolean all) {

    /** Every series of ours has it, where the PodMonitor sets it. */
    static final Variable CLUSTER =
            new Variable("cluster", "Cluster", "label_values(prodhealth_build_info, cluster)", false, false);

    static final Variable API = many("api_name", "API", "prodhealth_api_info{cluster=\"$cluster\"}");

    /** The first one is shown, until others are chosen: the lines of all of them would hide each other. */
    static final Variable ONE_API = new Variable("api_name", "API", API.query(), true, false);

    static Variable many(String label, String title, String series) {
        return new Variable(label, title, "label_values(" + series + ", " + label + ")", true, true);
    }
}
