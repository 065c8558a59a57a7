/**
 * The agent. What is observed becomes one immutable snapshot, pure steps turn it into a result, and the edges only carry:
 *
 * <pre>
 *  Kubernetes API ──┐                                            ┌─▶ http    /metrics (metrics)
 *    list, watch    │   source       snapshot      signal        │
 *                   ├─▶ each alone ─▶ immutable ─▶ pure step ────┼─▶ http    /api/v1/report (report)
 *  Prometheus ──────┤   own age       dated        state, state  │
 *  AWS ─────────────┤                 parts        → result      ├─▶ http    / (report)
 *  a recording ─────┘                                            └─▶ cli     replay
 *
 *                       └──────────── evaluation ────────────┘
 * </pre>
 *
 * {@link io.prodhealth.Agent} wires all of it and is the class to read first; docs/ARCHITECTURE.md says why it is so.
 */
@NullMarked
package io.prodhealth;

import org.jspecify.annotations.NullMarked;
