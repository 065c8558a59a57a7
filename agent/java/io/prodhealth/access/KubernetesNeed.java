package io.prodhealth.access;

import java.util.List;

/**
 * A right that the agent needs.
 *
 * @param purpose what it is for, in a few words
 * @param loss what the agent does not do without it, in a sentence
 * @param paths where the resource is served, without its namespace; where the cluster serves none of them nothing is needed.
 *     Empty for a resource that every cluster has
 */
public record KubernetesNeed(KubernetesRight right, String purpose, String loss, List<String> paths) {}
