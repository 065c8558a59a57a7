package io.prodhealth.access;

import java.util.List;

/**
 * An action of AWS that the agent needs.
 *
 * @param action as IAM spells it, such as {@code sqs:ListQueues}
 * @param resource what it must be allowed on, as the statement of a policy has it
 * @param sources who need it, by the label of their families
 * @param purpose what it is for, in a few words
 * @param loss what the agent does not do without it, in a sentence
 */
public record AwsNeed(String action, String resource, List<String> sources, String purpose, String loss) {}
