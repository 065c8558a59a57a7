package io.prodhealth.architecture.bad.snapshot;

import java.util.List;
import org.jspecify.annotations.Nullable;

public record Fine(List<@Nullable String> names, int count) {}
