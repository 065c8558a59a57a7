package io.prodhealth.snapshot.posture;

import java.util.Set;

/**
 * An ECR repository.
 *
 * @param account of its registry
 * @param mutableTags whether a tag can be moved
 * @param tags that images carry
 */
public record Repository(String account, String region, String name, boolean mutableTags, Set<String> tags) {}
