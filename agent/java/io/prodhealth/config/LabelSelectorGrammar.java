package io.prodhealth.config;

import java.util.regex.Pattern;

/**
 * The grammar of a Kubernetes label selector (apimachinery pkg/labels): requirements separated by commas, each
 * {@code key}, {@code !key}, {@code key=value}, {@code key==value}, {@code key!=value}, {@code key in (a, b)} or
 * {@code key notin (a, b)}. Checked at start because the API server would only refuse it later, list by list.
 */
final class LabelSelectorGrammar {
    private static final String NAME = "[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?";
    private static final String DNS = "[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?";
    private static final Pattern KEY = Pattern.compile("(?:(?=[^/]{1,253}/)" + DNS + "(?:\\." + DNS + ")*/)?" + NAME);
    private static final Pattern VALUE = Pattern.compile("(?:" + NAME + ")?");
    private static final Pattern SET = Pattern.compile("(\\S+)\\s+(?:in|notin)\\s*\\(([^()]*)\\)");
    private static final Pattern EQUALITY = Pattern.compile("([^=!\\s]+)\\s*(?:=|==|!=)\\s*([^=!\\s]*)");
    private static final Pattern PRESENCE = Pattern.compile("(?:!\\s*)?(\\S+)");
    // A comma inside (a, b) belongs to the set.
    private static final Pattern SEPARATOR = Pattern.compile(",(?![^(]*\\))");
    private static final int LIMIT = 1024;

    private LabelSelectorGrammar() {}

    /** @throws IllegalArgumentException with what is wrong, to be put after the value */
    static void check(String selector) {
        if (selector.length() > LIMIT) {
            throw new IllegalArgumentException("is longer than " + LIMIT + " characters");
        }
        if (selector.isEmpty()) {
            return;
        }
        for (String requirement : SEPARATOR.split(selector, -1)) {
            if (!valid(requirement.strip())) {
                throw new IllegalArgumentException("is not a label selector");
            }
        }
    }

    private static boolean valid(String requirement) {
        var set = SET.matcher(requirement);
        if (set.matches()) {
            for (String value : set.group(2).split(",", -1)) {
                if (!VALUE.matcher(value.strip()).matches()) {
                    return false;
                }
            }
            return KEY.matcher(set.group(1)).matches();
        }
        var equality = EQUALITY.matcher(requirement);
        if (equality.matches()) {
            return KEY.matcher(equality.group(1)).matches()
                    && VALUE.matcher(equality.group(2)).matches();
        }
        var presence = PRESENCE.matcher(requirement);
        return presence.matches() && KEY.matcher(presence.group(1)).matches();
    }
}
