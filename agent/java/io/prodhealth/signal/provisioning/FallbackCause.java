package io.prodhealth.signal.provisioning;

import java.util.Locale;

/** What stands behind a state, for people: the same wait can have several causes, and each another remedy. */
public enum FallbackCause {
    /** The spot group has as many nodes as its owner allows: not a failure of spot. */
    SPOT_AT_MAX("the spot group has as many nodes as it may have"),
    /** AWS has delivered the instance; the node has not registered or is not Ready yet. */
    SLOW_BOOT("the instance is there, its node is not ready yet"),
    /** Pods wait and the autoscaler tries no group: its rate limiter, which tells nobody, or no group fits them. */
    NOT_TRIED("pods wait, and the autoscaler tries no group: its rate limiter, or they fit no group"),
    QUOTA("the account's quota is used up: more of it has to be asked for"),
    ON_DEMAND_AT_MAX("the on-demand group has as many nodes as it may have"),
    ON_DEMAND_MISSING("there is no on-demand group that could stand in"),
    ON_DEMAND_FAILING("the on-demand group fails too"),
    /** The API's {@code node_groups} leave no on-demand group. */
    PINNED_TO_SPOT("the API may only run on spot"),
    WAITING_TOO_LONG("pods wait longer than it takes to reach on-demand"),
    /** The same spot group has failed again and again while the pods waited. */
    LOOPING("spot is tried again and again, and fails each time"),
    AUTOSCALER_DEAD("the cluster autoscaler does not write its status"),
    /** Neither the autoscaler's status nor Auto Scaling groups can be read. */
    UNSEEN("neither the autoscaler's status nor the Auto Scaling groups can be read"),
    /** Spot has been back for long: the autoscaler never moves pods back by itself. */
    ON_DEMAND_LINGERING("spot is back, and on-demand nodes still stand in");

    private final String text;

    FallbackCause(String text) {
        this.text = text;
    }

    /** The word used in reports. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The same for people. */
    public String text() {
        return text;
    }
}
