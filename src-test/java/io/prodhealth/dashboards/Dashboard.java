package io.prodhealth.dashboards;

import java.util.List;

/**
 * A dashboard as a table of contents.
 *
 * @param uid stable: alerts and runbooks lead to it
 * @param from since when it shows, such as now-1h
 * @param variables beside the data source and the cluster, which all have
 */
record Dashboard(String uid, String title, String description, String from, List<Variable> variables, List<Row> rows) {}
