package io.prodhealth.source.kubernetes;

import io.prodhealth.snapshot.ConfigMap;
import io.prodhealth.snapshot.Observed;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What is read out of one config map, parsed once each time the map changes: the same map gives the same object again.
 *
 * @param <T> what it holds
 */
final class ParsedConfigMap<T> {

    private final Function<ConfigMap, Optional<T>> parser;
    private volatile Optional<Parsed<T>> last = Optional.empty();

    private record Parsed<T>(ConfigMap map, Optional<T> content) {}

    /** @param parser empty for a map that cannot be understood; never throws */
    ParsedConfigMap(Function<ConfigMap, Optional<T>> parser) {
        this.parser = parser;
    }

    /** The content of the one map in {@code maps}: absent when there is none, invalid when it cannot be understood. */
    Observed<T> of(Observed<List<ConfigMap>> maps) {
        return switch (maps) {
            case Observed.Unknown<List<ConfigMap>> unknown -> unknown.as();
            case Observed.Known<List<ConfigMap>> known
            when known.value().isEmpty() -> new Observed.Unknown<>(Observed.Reason.ABSENT, known.at());
            case Observed.Known<List<ConfigMap>> known ->
                parsed(known.value().getFirst())
                        .<Observed<T>>map(content -> new Observed.Known<>(content, known.at()))
                        .orElseGet(() -> new Observed.Unknown<>(Observed.Reason.INVALID, known.at()));
        };
    }

    /** By identity: equality would read both texts to the end. */
    @SuppressWarnings("ReferenceEquality")
    private Optional<T> parsed(ConfigMap map) {
        Optional<Parsed<T>> before = last;
        if (before.isPresent() && before.get().map() == map) {
            return before.get().content();
        }
        Optional<T> content = parser.apply(map);
        last = Optional.of(new Parsed<>(map, content));
        return content;
    }
}
