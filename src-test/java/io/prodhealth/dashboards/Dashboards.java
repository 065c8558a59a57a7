package io.prodhealth.dashboards;

import java.util.List;

/** All of them, in the order in which they are listed. */
final class Dashboards {

    static final List<Dashboard> ALL = List.of(
            OncallDashboard.dashboard(),
            ApiDashboard.dashboard(),
            QueuesDashboard.dashboard(),
            NodesDashboard.dashboard(),
            PracticesDashboard.dashboard(),
            PrometheusDashboard.dashboard(),
            AgentDashboard.dashboard());

    private Dashboards() {}
}
