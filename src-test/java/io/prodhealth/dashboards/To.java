package io.prodhealth.dashboards;

import io.prodhealth.rules.RuleFiles;

/** Where links lead: to another dashboard with the same cluster and time, to a runbook, to the guide. */
final class To {

    private static final String REPOSITORY = "https://github.com/prodhealth/prodhealth/blob/main/";

    /** Of the alert that the row names. */
    static final String RUNBOOK = RuleFiles.RUNBOOKS + "/${__data.fields.Alert:percentencode}.md";

    /** The practice that the row names, in the page of all practices: its heading has a number before it. */
    static final String PRACTICE = REPOSITORY + "docs/practices.md#:~:text=${__data.fields.Practice:percentencode}";

    static final String API = dashboard("prodhealth-api", "&var-api_name=" + field("API"));
    static final String QUEUE = dashboard("prodhealth-queues", "&var-queue=" + field("Queue"));
    static final String FAMILY = dashboard("prodhealth-nodes", "&var-node_family=" + field("Family"));
    static final String SOURCE = dashboard("prodhealth-agent", "&var-source=" + field("Source"));

    private To() {}

    static String dashboard(String uid) {
        return dashboard(uid, "");
    }

    private static String dashboard(String uid, String more) {
        return "/d/" + uid + "?var-datasource=${datasource:percentencode}&var-cluster=${cluster:percentencode}" + more
                + "&${__url_time_range}";
    }

    private static String field(String column) {
        return "${__data.fields." + column + ":percentencode}";
    }
}
