package io.prodhealth.config;

import io.prodhealth.logging.HostileText;
import io.prodhealth.practice.Waiver;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the sources set, the later over the earlier, and everything that is wrong with it. */
final class Layers implements Settings.Values {
    /** Characters of a wrong value repeated in its error. */
    private static final int SHOWN = 80;

    private final Map<Setting<?>, Object> values = new HashMap<>();
    private final Map<Setting<?>, String> places = new HashMap<>();
    private final Set<Setting<?>> broken = new HashSet<>();
    private final List<ConfigError> errors = new ArrayList<>();
    private List<Waiver> waivers = List.of();

    void error(String place, String message, String allowed, String nearest) {
        errors.add(new ConfigError(HostileText.oneLine(place), HostileText.oneLine(message), allowed, nearest));
    }

    void error(Setting<?> setting, String place, String message, String allowed, String nearest) {
        broken.add(setting);
        error(place, (place.contains(":") ? setting.path() + ": " : "") + message, allowed, nearest);
    }

    /** @param reason the operator's, for a threshold; empty where none is given */
    <T> void set(Setting<T> setting, String text, String place, String reason) {
        ValueType<T> type = setting.type();
        try {
            T value = type.parse(text);
            values.put(setting, reason.isEmpty() ? value : type.withReason(value, reason));
            places.put(setting, place);
        } catch (IllegalArgumentException e) {
            String message = HostileText.quoted(text, SHOWN) + " " + e.getMessage();
            error(setting, place, message, type.allowed(), Nearest.to(text, type.words()));
        }
    }

    void waivers(List<Waiver> given) {
        waivers = given;
    }

    @Override
    public List<Waiver> waivers() {
        return waivers;
    }

    @Override
    @SuppressWarnings("unchecked") // set() is the only one that writes, and takes a T for a Setting<T>
    public <T> T get(Setting<T> setting) {
        Object value = values.get(setting);
        return value == null ? setting.defaultValue() : (T) value;
    }

    Config config() throws ConfigException {
        Settings.NOT_LONGER_THAN.forEach((shorter, longer) -> {
            if (!broken.contains(shorter)
                    && !broken.contains(longer)
                    && get(shorter).compareTo(get(longer)) > 0) {
                Setting<?> changed = places.containsKey(shorter) ? shorter : longer;
                error(
                        changed,
                        places.getOrDefault(changed, "default"),
                        shorter.path() + " (" + Quantities.print(get(shorter)) + ") is longer than " + longer.path()
                                + " (" + Quantities.print(get(longer)) + ")",
                        "",
                        "");
            }
        });
        Settings.check(
                this, (setting, message) -> error(setting, places.getOrDefault(setting, "default"), message, "", ""));
        if (!errors.isEmpty()) {
            throw new ConfigException(errors);
        }
        return Settings.config(this);
    }
}
