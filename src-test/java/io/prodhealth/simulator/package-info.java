/**
 * A server that speaks the list and watch protocol of the Kubernetes API, with faults that can be switched at run time.
 *
 * <pre>
 *   Simulator ── Store ◀── RecordedFolder | GeneratedCluster | StoryPlayer | incidents
 *       │          │
 *       └─ ApiServer ── Roles, Faults, RequestLog ── ListAnswer, WatchStream
 * </pre>
 */
@NullMarked
package io.prodhealth.simulator;

import org.jspecify.annotations.NullMarked;
