package io.prodhealth.access;

/**
 * A need, and whether it is met.
 *
 * @param <N> {@link KubernetesNeed} or {@link AwsNeed}
 * @param why what was answered, or why nothing was; empty where there is nothing to add. Text of the other side: hostile
 */
public record Judged<N>(N need, Standing standing, String why) {}
