package io.prodhealth.simulator.aws;

/** A call that is not answered. */
final class AwsRefusal extends Exception {
    private static final long serialVersionUID = 1;

    private final transient AwsError error;

    AwsRefusal(AwsError error) {
        super(error.message());
        this.error = error;
    }

    AwsError error() {
        return error;
    }
}
