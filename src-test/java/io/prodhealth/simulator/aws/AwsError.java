package io.prodhealth.simulator.aws;

/**
 * How AWS refuses a call.
 *
 * @param status of HTTP
 * @param code the error's code in answers of the query protocol, such as AccessDenied
 * @param type the same in answers of the JSON protocol, such as com.amazon.coral.service#AccessDeniedException
 */
public record AwsError(int status, String code, String type, String message) {
    private static final String CALLER = "arn:aws:sts::123456789012:assumed-role/eksctl-cortex-nodegroup-cx-operator"
            + "-NodeInstanceRole-1X0PLO8L4PZ1K/i-0da358adc620b9f54";

    /** The caller's role lacks an action, such as cloudwatch:GetMetricData. */
    public static AwsError denied(String action) {
        return new AwsError(
                403,
                "AccessDenied",
                "com.amazon.coral.service#AccessDeniedException",
                "User: " + CALLER + " is not authorized to perform: " + action
                        + " because no identity-based policy allows the " + action + " action");
    }

    /** Too many calls. */
    public static AwsError throttled() {
        return new AwsError(400, "Throttling", "com.amazon.coral.availability#ThrottlingException", "Rate exceeded");
    }

    /** The caller's session has ended. */
    public static AwsError expired() {
        return new AwsError(
                403,
                "ExpiredToken",
                "com.amazon.coral.service#ExpiredTokenException",
                "The security token included in the request is expired");
    }

    /** The service is ill. */
    public static AwsError unavailable() {
        return new AwsError(
                503,
                "ServiceUnavailable",
                "com.amazon.coral.availability#ServiceUnavailable",
                "Service is unable to handle request.");
    }

    static AwsError unsigned() {
        return new AwsError(
                403,
                "MissingAuthenticationToken",
                "com.amazon.coral.service#MissingAuthenticationTokenException",
                "Request is missing Authentication Token");
    }

    static AwsError wrongRegion(String region) {
        return new AwsError(
                403,
                "SignatureDoesNotMatch",
                "com.amazon.coral.service#InvalidSignatureException",
                "Credential should be scoped to a valid region, not '" + region + "'.");
    }

    static AwsError invalidAction(String operation) {
        return new AwsError(
                400,
                "InvalidAction",
                "com.amazon.coral.service#UnknownOperationException",
                "Could not find operation " + operation);
    }

    static AwsError invalid(String message) {
        return new AwsError(400, "ValidationError", "com.amazon.coral.service#ValidationException", message);
    }
}
