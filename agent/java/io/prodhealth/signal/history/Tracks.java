package io.prodhealth.signal.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The tracks of all subjects of a kind that are followed, of which there may be only so many. Who is followed is looked at
 * once a minute, and who is in stays in while it is bad or nobody who is bad is out, so that it does not go back and forth.
 *
 * @param <K> what tells subjects apart
 */
final class Tracks<K> {

    private final List<Measure> measures;
    private final int most;
    private final Map<K, Track> tracks;

    private Tracks(List<Measure> measures, int most, Map<K, Track> tracks) {
        this.measures = measures;
        this.most = most;
        this.tracks = tracks;
    }

    static <K> Tracks<K> none(List<Measure> measures, int most) {
        return new Tracks<>(measures, most, Map.of());
    }

    Map<K, Track> all() {
        return tracks;
    }

    Optional<Track> of(K key) {
        return Optional.ofNullable(tracks.get(key));
    }

    /** Whether the next step chooses who is followed: when a minute has begun, and as long as there is room. */
    boolean choose(boolean begins) {
        return begins || tracks.size() < most;
    }

    /**
     * The next ones.
     *
     * @param now minutes since 1970
     * @param begins whether the minute has just begun
     * @param said of every subject there is, the worst first if it is chosen; empty while they are unknown
     */
    Tracks<K> next(long now, boolean begins, Optional<List<Said<K>>> said) {
        Map<K, float[]> values = new HashMap<>();
        said.orElse(List.of()).forEach(one -> values.put(one.key(), one.values()));
        Iterable<K> followed =
                said.isPresent() && choose(begins) ? followed(said.get(), values.keySet()) : tracks.keySet();
        float[] unknown = new float[measures.size()];
        Arrays.fill(unknown, Float.NaN);
        Map<K, Track> next = new LinkedHashMap<>();
        for (K key : followed) {
            Track last = tracks.containsKey(key) ? tracks.get(key) : Track.begin(measures, now);
            next.put(key, last.with(now, values.getOrDefault(key, unknown)));
        }
        return new Tracks<>(measures, most, Collections.unmodifiableMap(next));
    }

    /** Who is in and bad, who is bad, who is in, who is there, and last who is gone and has been seen within the hour. */
    private List<K> followed(List<Said<K>> said, Set<K> present) {
        List<Said<K>> ranked = new ArrayList<>(said);
        ranked.sort(Comparator.comparingInt(this::rank));
        List<K> followed = new ArrayList<>();
        ranked.stream().map(Said::key).limit(most).forEach(followed::add);
        tracks.entrySet().stream()
                .filter(one ->
                        !present.contains(one.getKey()) && !one.getValue().isBlank())
                .limit(most - followed.size())
                .forEach(one -> followed.add(one.getKey()));
        return followed;
    }

    private int rank(Said<K> one) {
        boolean followed = tracks.containsKey(one.key());
        return one.bad() ? followed ? 0 : 1 : followed ? 2 : 3;
    }
}
