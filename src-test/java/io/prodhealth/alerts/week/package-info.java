/**
 * Weeks of the whole agent: a cluster on an injected clock, what the agent's scrape would be each minute, and Prometheus' own
 * tool that evaluates the shipped rules over it.
 *
 * <pre>
 *   simulator.week ──▶ PlayedCluster ─┐
 *   Replicas, Traffic, QueueLife ─────┼──▶ ClusterSnapshot ──▶ Signals ──▶ Scrape ──▶ SeriesTape ──▶ promtool
 *   PrometheusLife, Reading ──────────┘
 * </pre>
 */
@NullMarked
package io.prodhealth.alerts.week;

import org.jspecify.annotations.NullMarked;
