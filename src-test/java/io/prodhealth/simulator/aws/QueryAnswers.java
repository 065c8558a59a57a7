package io.prodhealth.simulator.aws;

/** One service of the query protocol. */
interface QueryAnswers {
    /** The namespace of its answers. */
    String namespace();

    /** The part of an answer inside {@code <OperationResult>}. */
    String result(AwsCall call) throws AwsRefusal;
}
