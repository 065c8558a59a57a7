package io.prodhealth.practice.waivers;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The text of a waiver: {@code reason; owner=…; until=YYYY-MM-DD}, in any order.
 *
 * @param until null where it is missing or no date
 * @param problems what is wrong with it, a few words each
 */
record WaiverText(String reason, String owner, @Nullable LocalDate until, List<String> problems) {

    private static final String OWNER = "owner=";
    private static final String UNTIL = "until=";

    static WaiverText of(String text) {
        List<String> reasons = new ArrayList<>();
        List<String> owners = new ArrayList<>();
        List<String> untils = new ArrayList<>();
        for (String part : text.split(";", -1)) {
            String word = part.strip();
            if (word.startsWith(OWNER)) {
                owners.add(word.substring(OWNER.length()).strip());
            } else if (word.startsWith(UNTIL)) {
                untils.add(word.substring(UNTIL.length()).strip());
            } else if (!word.isEmpty()) {
                reasons.add(word);
            }
        }
        List<String> problems = new ArrayList<>();
        String owner = only(owners, "owner", problems);
        String until = only(untils, "until", problems);
        if (reasons.isEmpty()) {
            problems.add("the reason is missing");
        }
        return new WaiverText(
                String.join("; ", reasons), owner, until.isEmpty() ? null : date(until, problems), problems);
    }

    private static String only(List<String> given, String name, List<String> problems) {
        if (given.size() > 1) {
            problems.add(name + "= is given twice");
        } else if (given.isEmpty() || given.getFirst().isEmpty()) {
            problems.add(name + "= is missing");
        } else {
            return given.getFirst();
        }
        return "";
    }

    private static @Nullable LocalDate date(String text, List<String> problems) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            problems.add("until= is no date like 2027-01-31");
            return null;
        }
    }
}
