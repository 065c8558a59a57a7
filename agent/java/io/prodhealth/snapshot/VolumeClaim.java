package io.prodhealth.snapshot;

import java.util.Map;

/**
 * A PersistentVolumeClaim.
 *
 * @param phase {@code Bound}, {@code Pending}, …
 * @param capacity {@code status.capacity.storage} as written; empty when unbound
 */
public record VolumeClaim(String namespace, String name, Map<String, String> labels, String phase, String capacity) {}
