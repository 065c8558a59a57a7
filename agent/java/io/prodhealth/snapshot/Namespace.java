package io.prodhealth.snapshot;

import java.util.Map;

/** A namespace with its labels. */
public record Namespace(String name, Map<String, String> labels) {}
