package io.prodhealth.source.aws;

import io.prodhealth.source.FailureReason;
import io.prodhealth.source.SourceException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;

/**
 * What an exception of the SDK means. AWS's services spell the same failure in many ways, some of them for the sake of
 * clients that are twenty years old; the codes here are those of the services that are asked and of STS, and the common ones.
 */
final class AwsFailures {

    private static final int LONGEST_TEXT = 300;
    private static final int DEEPEST_CAUSE = 10;

    private static final Set<String> THROTTLED = Set.of(
            "RequestThrottled",
            "RequestThrottledException",
            "OverLimit",
            "Throttling",
            "ThrottlingException",
            "ThrottledException",
            "TooManyRequestsException",
            "RequestLimitExceeded",
            "BandwidthLimitExceeded",
            "LimitExceededException",
            "EC2ThrottledException",
            "ProvisionedThroughputExceededException",
            "PriorRequestNotComplete",
            "SlowDown",
            "KMS.ThrottlingException",
            "KmsThrottled");

    private static final Set<String> DENIED = Set.of(
            "AccessDenied",
            "AccessDeniedException",
            "AuthorizationError",
            "AuthorizationErrorException",
            "UnauthorizedOperation",
            "NotAuthorized",
            "KmsAccessDenied");

    /** Nothing to grant: who asks is not known. */
    private static final Set<String> NOT_KNOWN = Set.of(
            "InvalidClientTokenId",
            "UnrecognizedClientException",
            "UnrecognizedClient",
            "InvalidAccessKeyId",
            "InvalidSecurity",
            "InvalidIdentityToken",
            "MissingAuthenticationToken",
            "MissingAuthenticationTokenException",
            "IncompleteSignature",
            "IncompleteSignatureException",
            "AuthFailure",
            "OptInRequired",
            "SubscriptionRequiredException",
            "SignatureDoesNotMatch",
            "InvalidSignature",
            "InvalidSignatureException");

    private static final Set<String> EXPIRED =
            Set.of("ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired", "ExpiredTokenId");

    private static final Set<String> SKEWED = Set.of(
            "RequestTimeTooSkewed", "RequestExpired", "RequestExpiredException", "RequestInTheFuture", "ClockSkew");

    private static final Set<String> GONE = Set.of(
            "AWS.SimpleQueueService.NonExistentQueue",
            "NonExistentQueue",
            "QueueDoesNotExist",
            "QueueDoesNotExistException",
            "AWS.SimpleQueueService.QueueDeletedRecently",
            "QueueDeletedRecently",
            "LoadBalancerNotFound",
            "AccessPointNotFound",
            "TargetGroupNotFound",
            "NoSuchHostedZone",
            "RepositoryNotFoundException",
            "ResourceNotFound",
            "ResourceNotFoundException");

    private static final Set<String> TIMED_OUT = Set.of("RequestTimeout", "RequestTimeoutException");

    private AwsFailures() {}

    /** Whether AWS refused for the rate of calls. */
    static boolean throttled(Throwable failure) {
        return failure instanceof AwsServiceException refused
                && (THROTTLED.contains(code(refused))
                        || refused.isThrottlingException()
                        || refused.statusCode() == 429);
    }

    /** The failure of {@code operation} as a source tells it. */
    static SourceException of(AwsOperation operation, RuntimeException failure) {
        String text = operation.action() + ": ";
        if (failure instanceof AwsServiceException refused) {
            return refused(operation, refused, text);
        }
        if (failure instanceof ApiCallTimeoutException
                || failure instanceof ApiCallAttemptTimeoutException
                || has(failure, SocketTimeoutException.class)) {
            return new SourceException(FailureReason.TIMEOUT, text + "no answer in time");
        }
        String said = cut(said(failure));
        if (said.contains("Unable to load credentials")) {
            return noCredentials(failure);
        }
        if (said.contains("Invalid Configuration")) {
            return new SourceException(FailureReason.UNAVAILABLE, text + said);
        }
        // What was cut is told by the connection, what is no answer by the parser.
        boolean connection = has(failure, IOException.class) && !has(failure, "JsonParseException", "XMLStream");
        return new SourceException(
                connection ? FailureReason.UNAVAILABLE : FailureReason.INVALID_RESPONSE, text + said);
    }

    /** The chain of the SDK has found no credentials: on none of its ways. */
    static SourceException noCredentials(RuntimeException failure) {
        return new SourceException(FailureReason.PERMISSION_DENIED, "no AWS credentials: " + cut(said(failure)));
    }

    private static SourceException refused(AwsOperation operation, AwsServiceException refused, String prefix) {
        String code = code(refused);
        int status = refused.statusCode();
        String said = cut(code + " " + message(refused)).strip();
        String text = prefix + (said.isEmpty() ? "HTTP " + status : said);
        if (throttled(refused)) {
            return new SourceException(FailureReason.THROTTLED, text);
        }
        if (EXPIRED.contains(code)) {
            return new SourceException(FailureReason.PERMISSION_DENIED, "the AWS credentials have expired: " + text);
        }
        if (SKEWED.contains(code) || message(refused).contains("Signature expired")) {
            return new SourceException(
                    FailureReason.PERMISSION_DENIED, "this machine's clock differs from that of AWS: " + text);
        }
        if (NOT_KNOWN.contains(code)) {
            return new SourceException(FailureReason.PERMISSION_DENIED, "AWS refuses the credentials: " + text);
        }
        if (DENIED.contains(code)) {
            return SourceException.denied(operation.action(), text);
        }
        if (GONE.contains(code) || message(refused).startsWith("AutoScalingGroup name not found")) {
            return new SourceException(FailureReason.NOT_FOUND, text);
        }
        if (TIMED_OUT.contains(code) || status == 408 || status == 504) {
            return new SourceException(FailureReason.TIMEOUT, text);
        }
        if (status >= 500) {
            return new SourceException(FailureReason.UNAVAILABLE, text);
        }
        // A proxy or a service that is not AWS's own says so with no code that AWS knows.
        return switch (status) {
            case 401, 403 -> SourceException.denied(operation.action(), text);
            case 404 -> new SourceException(FailureReason.UNAVAILABLE, text);
            default -> new SourceException(FailureReason.INVALID_RESPONSE, text);
        };
    }

    /** The code without what a coral or smithy service puts before it. */
    private static String code(AwsServiceException refused) {
        if (refused.awsErrorDetails() == null || refused.awsErrorDetails().errorCode() == null) {
            return "";
        }
        String code = refused.awsErrorDetails().errorCode();
        return code.substring(code.lastIndexOf('#') + 1);
    }

    private static String message(AwsServiceException refused) {
        if (refused.awsErrorDetails() == null || refused.awsErrorDetails().errorMessage() == null) {
            return "";
        }
        return refused.awsErrorDetails().errorMessage();
    }

    private static String said(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
    }

    private static boolean has(Throwable failure, Class<? extends Throwable> type) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++, cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    private static boolean has(Throwable failure, String... types) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++, cause = cause.getCause()) {
            String name = cause.getClass().getSimpleName();
            for (String type : types) {
                if (name.startsWith(type)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
    }
}
