/**
 * A week of a cluster that scales by itself, as a recording of it would tell: made up from a seed, with the truth beside it.
 *
 * <pre>
 *   Script ──▶ Workloads ──▶ Autoscaler ──▶ Cloud ──▶ Fleet (nodes) ──▶ Workloads
 *     │            └──────────────┴───────────┴─────────┴──▶ Tape (lines)
 *     └──▶ Truth
 * </pre>
 */
@NullMarked
package io.prodhealth.simulator.week;

import org.jspecify.annotations.NullMarked;
