package io.prodhealth.dashboards;

/**
 * One question to Prometheus.
 *
 * @param expr with the variables of the dashboard
 * @param legend of its series; in a table the column of its value
 * @param limit whether it is what the others are compared with: drawn as a dashed line
 */
record Target(String expr, String legend, boolean limit) {}
