package io.prodhealth.source.aws;

import java.util.Optional;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;

/** Enters the SDK's calls in the books: each attempt as it goes out, and each failure that was a throttle. */
record EnteringInterceptor(AwsBooks books) implements ExecutionInterceptor {

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        long units = context.request() instanceof GetMetricDataRequest metrics
                ? metrics.metricDataQueries().size()
                : 1;
        operation(attributes).ifPresent(operation -> books.attempted(operation, units));
    }

    @Override
    public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
        if (AwsFailures.throttled(context.exception())) {
            operation(attributes).ifPresent(books::throttled);
        }
    }

    private static Optional<AwsOperation> operation(ExecutionAttributes attributes) {
        return Optional.ofNullable(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME))
                .flatMap(AwsOperation::named);
    }
}
