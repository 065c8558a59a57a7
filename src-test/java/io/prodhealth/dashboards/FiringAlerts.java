package io.prodhealth.dashboards;

/** What fires, as Prometheus itself says it in {@code ALERTS}. */
final class FiringAlerts {

    /** Labels that tell what an alert is about, of which each has some. */
    private static final String ABOUT =
            "\"queue\", \"cause\", \"node_family\", \"node_group\", \"practice\", \"object\","
                    + " \"source\", \"action\", \"service\", \"reason\", \"dimension\", \"container\"";

    private static final String KEPT = "alertname, api_name, about";

    private FiringAlerts() {}

    /** How long each has been active, in seconds; a rule that reads the gateway's series names no cluster. */
    static String active(String notify) {
        return "time() - max by (" + KEPT + ") (" + about(series("ALERTS_FOR_STATE", notify)) + ")"
                + " and on (" + KEPT + ") max by (" + KEPT + ") ("
                + about(series("ALERTS", notify, ", alertstate=\"firing\"")) + ")";
    }

    /** How many, where rules are evaluated at all: the watchdog always fires. */
    static String count(String notify) {
        return Expr.count(
                series("ALERTS", notify, ", alertstate=\"firing\""),
                "ALERTS{product=\"cortex-serving\", alertname=\"ProdhealthWatchdog\"}");
    }

    private static String series(String name, String notify, String... more) {
        return name + "{product=\"cortex-serving\", notify=\"" + notify + "\", cluster=~\"$cluster|\""
                + String.join("", more) + "}";
    }

    /** Of labels that are empty only blanks are left. */
    private static String about(String alerts) {
        return "label_replace(label_join(" + alerts + ", \"about\", \" \", " + ABOUT
                + "), \"about\", \"$1\", \"about\", \" *(.*?) *\")";
    }

    /** A table of them; the one that is newest first. */
    static Panel table(String title, String notify, String description) {
        return Panel.table(
                        title,
                        "Active",
                        description,
                        Column.label("alertname", "Alert").leadsTo(To.RUNBOOK),
                        Column.label("api_name", "API").wide(150).leadsTo(To.API),
                        Column.label("about", "About"),
                        Column.value("Active", Unit.DURATION).wide(150))
                .ask("Active", active(notify))
                .ascending()
                .size(12, 6);
    }
}
