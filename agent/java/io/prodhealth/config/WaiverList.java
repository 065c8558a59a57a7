package io.prodhealth.config;

import io.prodhealth.logging.HostileText;
import io.prodhealth.practice.Practices;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Waiver;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The list {@code waivers} of the file: findings that the owner of the cluster accepts. It is the only thing of the
 * configuration that is no single value, so it is not to be had by flag or environment.
 */
final class WaiverList {

    static final String KEY = "waivers";

    private static final String PRACTICE = "practice";
    private static final String NAMESPACE = "namespace";
    private static final String OBJECT = "object";
    private static final String REASON = "reason";
    private static final String OWNER = "owner";
    private static final String UNTIL = "until";

    private static final List<String> KEYS = List.of(PRACTICE, NAMESPACE, OBJECT, REASON, OWNER, UNTIL);

    /** Characters of a reason, an owner or a name: a sentence or two. */
    private static final int LONGEST = 300;

    private static final String EXAMPLE =
            "a list of {practice: …, reason: …, owner: …, until: YYYY-MM-DD}, with object: kind/name for one object";

    private static final List<String> PRACTICES =
            Practices.rules().stream().map(Rule::id).toList();

    private final String file;
    private final Layers layers;
    private final Entries entries;
    private final LocalDate latest;

    WaiverList(String file, Layers layers, Entries entries) {
        this.file = file;
        this.layers = layers;
        this.entries = entries;
        this.latest = LocalDate.now(Clock.systemUTC()).plusYears(Waiver.LONGEST_YEARS);
    }

    List<Waiver> read(Yaml content) {
        List<Waiver> waivers = new ArrayList<>();
        if (content instanceof Yaml.Sequence(String at, List<Yaml> items)) {
            for (int i = 0; i < items.size(); i++) {
                read(items.get(i), KEY + "[" + i + "].").ifPresent(waivers::add);
            }
        } else if (!(content instanceof Yaml.Scalar scalar && scalar.empty())) {
            layers.error(file + ":" + content.at(), KEY + ": is no list", EXAMPLE, "");
        }
        return List.copyOf(waivers);
    }

    private Optional<Waiver> read(Yaml item, String prefix) {
        Map<String, Yaml> parts = new HashMap<>();
        entries.read(item, prefix, KEYS, parts::put);
        if (!(item instanceof Yaml.Mapping)) {
            return Optional.empty();
        }
        String practice = text(parts, PRACTICE, true, item, prefix);
        String namespace = text(parts, NAMESPACE, false, item, prefix);
        String object = text(parts, OBJECT, false, item, prefix);
        String reason = text(parts, REASON, true, item, prefix);
        String owner = text(parts, OWNER, true, item, prefix);
        String until = text(parts, UNTIL, true, item, prefix);
        boolean known = practice.isEmpty() || PRACTICES.contains(practice);
        if (!known) {
            layers.error(
                    place(parts.get(PRACTICE), item),
                    prefix + PRACTICE + ": " + HostileText.quoted(practice) + " is no practice",
                    "",
                    Nearest.to(practice, PRACTICES));
        }
        LocalDate day = until.isEmpty() ? null : day(until, place(parts.get(UNTIL), item), prefix);
        return !known || practice.isEmpty() || reason.isEmpty() || owner.isEmpty() || day == null
                ? Optional.empty()
                : Optional.of(new Waiver(practice, namespace, object, reason, owner, day));
    }

    private String text(Map<String, Yaml> parts, String key, boolean needed, Yaml item, String prefix) {
        Yaml given = parts.get(key);
        if (given instanceof Yaml.Scalar(String at, String text, boolean empty)
                && !empty
                && !text.isBlank()
                && text.length() <= LONGEST) {
            return text.strip();
        }
        if (needed || given != null) {
            layers.error(
                    place(given, item), prefix + key + ": must be a text of 1 to " + LONGEST + " characters", "", "");
        }
        return "";
    }

    private @Nullable LocalDate day(String text, String place, String prefix) {
        try {
            LocalDate day = LocalDate.parse(text);
            if (!day.isAfter(latest)) {
                return day;
            }
            layers.error(
                    place,
                    prefix + UNTIL + ": " + day + " is more than a year ahead",
                    "a day not after " + latest + ": what is accepted is looked at again once a year",
                    "");
        } catch (DateTimeException e) {
            layers.error(
                    place,
                    prefix + UNTIL + ": " + HostileText.quoted(text) + " is no day",
                    "written like 2027-01-31",
                    "");
        }
        return null;
    }

    private String place(@Nullable Yaml part, Yaml item) {
        return file + ":" + (part == null ? item : part).at();
    }

    /** Writes them as {@link #read} reads them. */
    static void print(List<Waiver> waivers, StringBuilder out) {
        if (waivers.isEmpty()) {
            return;
        }
        out.append(KEY).append(":\n");
        for (Waiver waiver : waivers) {
            out.append("- ")
                    .append(PRACTICE)
                    .append(": ")
                    .append(waiver.practice())
                    .append('\n');
            print(NAMESPACE, waiver.namespace(), out);
            print(OBJECT, waiver.object(), out);
            print(REASON, waiver.reason(), out);
            print(OWNER, waiver.owner(), out);
            out.append("  ").append(UNTIL).append(": ").append(waiver.until()).append('\n');
        }
    }

    private static void print(String key, String text, StringBuilder out) {
        if (!text.isEmpty()) {
            out.append("  ")
                    .append(key)
                    .append(": ")
                    .append(HostileText.quoted(text))
                    .append('\n');
        }
    }
}
