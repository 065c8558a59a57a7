/**
 * Queues: how much waits in each, for how long, whether anybody works on it, and if not, why. SQS queues of async and batch
 * APIs, and the requests that wait in the proxies of realtime APIs.
 */
@NullMarked
package io.prodhealth.signal.queues;

import org.jspecify.annotations.NullMarked;
