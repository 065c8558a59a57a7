/**
 * What the agent reads from AWS: SQS queues, their metrics in CloudWatch, and Auto Scaling groups. Every call goes through
 * {@link io.prodhealth.source.aws.AwsClients}, which paces it, and is entered in {@link io.prodhealth.source.aws.AwsBooks}.
 */
@NullMarked
package io.prodhealth.source.aws;

import org.jspecify.annotations.NullMarked;
