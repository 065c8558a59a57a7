/**
 * AWS as far as the agent asks it, in the services' own wire formats: queues are real ones in an embedded ElasticMQ, what
 * CloudWatch and EC2 Auto Scaling say follows from what happened to them.
 *
 * <pre>
 *   AwsServer ── AwsFaults ─┬─▶ SqsServer (ElasticMQ) ──▶ QueueMetrics
 *   one endpoint for all    ├─▶ CloudWatchServer ◀────────────┘
 *                           └─▶ AutoScalingServer ◀── AutoScalingGroups
 * </pre>
 */
@NullMarked
package io.prodhealth.simulator.aws;

import org.jspecify.annotations.NullMarked;
