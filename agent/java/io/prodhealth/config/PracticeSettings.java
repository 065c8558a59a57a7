package io.prodhealth.config;

import static io.prodhealth.config.ValueType.bool;
import static io.prodhealth.config.ValueType.decimal;
import static io.prodhealth.config.ValueType.duration;

import io.prodhealth.config.Settings.Values;
import io.prodhealth.practice.Limit;
import io.prodhealth.practice.Limits;
import io.prodhealth.practice.Practices;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The numbers by which practices judge, one setting for each that they declare. */
final class PracticeSettings {

    private static final Map<Limit, Setting<?>> BY_LIMIT = byLimit();

    static final List<Setting<?>> ALL = List.copyOf(new ArrayList<>(BY_LIMIT.values()));

    private PracticeSettings() {}

    private static Map<Limit, Setting<?>> byLimit() {
        Map<Limit, Setting<?>> settings = new LinkedHashMap<>();
        Practices.limits().forEach(limit -> settings.put(limit, setting(limit)));
        return settings;
    }

    private static Setting<?> setting(Limit limit) {
        return switch (limit.kind()) {
            case NUMBER ->
                of(
                        limit,
                        decimal(Double.parseDouble(limit.least()), Double.parseDouble(limit.most())),
                        limits -> limits.number(limit));
            case DURATION -> of(limit, duration(limit.least(), limit.most()), limits -> limits.duration(limit));
            case SWITCH -> of(limit, bool(), limits -> limits.on(limit));
        };
    }

    private static <T> Setting<T> of(Limit limit, ValueType<T> type, java.util.function.Function<Limits, T> read) {
        return new Setting<>(
                "practices." + limit.name(),
                type,
                limit.defaultText(),
                limit.meaning(),
                limit.reason(),
                true,
                config -> read.apply(config.practices().limits()));
    }

    static Config.Practices config(Values v) {
        Map<String, Object> values = new LinkedHashMap<>();
        BY_LIMIT.forEach((limit, setting) -> values.put(limit.name(), v.get(setting)));
        return new Config.Practices(new Limits(Map.copyOf(values)), v.waivers());
    }
}
