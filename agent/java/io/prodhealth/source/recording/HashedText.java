package io.prodhealth.source.recording;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Hashes the names within a text, and leaves what is no name. */
final class HashedText {

    private static final String TIME =
            "\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?(?:Z|[+-]\\d\\d:?\\d\\d(?: UTC)?| \\+0000 UTC)?";
    private static final String INSTANCE_TYPE =
            "(?<![A-Za-z0-9-])[a-z]{1,3}[a-z]*\\d[a-z0-9]*(?:-[a-z0-9]+)?\\.(?:nano|micro|small|medium|large|\\d*xlarge|metal)(?![A-Za-z0-9])";
    private static final String REGION =
            "(?<![A-Za-z0-9])(?:us|eu|ap|sa|ca|me|af|il|cn|mx)(?:-gov|-iso[a-z]?)?-(?:north|south|east|west|central|northeast|northwest|southeast|southwest)-\\d[a-z]?(?![A-Za-z0-9])";
    private static final String ADDRESS = "(?<![A-Za-z0-9.])(?<octets>\\d{1,3}(?:\\.\\d{1,3}){3})(?![A-Za-z0-9])";
    /** As in the names of hosts. */
    private static final String DASHED = "(?<![A-Za-z0-9])(?<dashed>\\d{1,3}(?:-\\d{1,3}){3})(?![A-Za-z0-9])";

    /** Amounts, durations and versions: digits, and what follows them as a unit. */
    private static final String NUMBER =
            "(?<![A-Za-z0-9])v?\\d+(?:\\.\\d+)*(?:[EPTGMKk]i?|[mun]|[hsdwy]|ms|us|ns|GB|MB|TB)?(?![A-Za-z0-9])";

    private static final String DURATION = "(?<![A-Za-z0-9])(?:\\d+(?:\\.\\d+)?(?:h|ms|us|ns|m|s))+(?![A-Za-z0-9])";
    private static final String ACCOUNT = "(?<![A-Za-z0-9.])\\d{12}(?![A-Za-z0-9])";

    private static final Pattern PATTERN = Pattern.compile("(?<time>" + TIME + ")|(?<type>" + INSTANCE_TYPE
            + ")|(?<region>"
            + REGION + ")|(?<address>" + ADDRESS + ")|(?<dash>" + DASHED + ")|(?<account>" + ACCOUNT + ")|(?<duration>"
            + DURATION + ")|(?<number>" + NUMBER + ")|(?<token>[\\p{L}\\p{N}]+)");

    private final Vocabulary vocabulary;
    private final NameHash hash;

    HashedText(Vocabulary vocabulary, NameHash hash) {
        this.vocabulary = vocabulary;
        this.hash = hash;
    }

    /** A name, or a value that may hold some: only known parts of names stay. */
    String name(String text) {
        return replace(text, false);
    }

    /** A text for people: words that stand alone stay if they are known. */
    String text(String text) {
        return replace(text, true);
    }

    private String replace(String text, boolean words) {
        Matcher matcher = PATTERN.matcher(text);
        StringBuilder out = new StringBuilder(text.length());
        while (matcher.find()) {
            matcher.appendReplacement(out, Matcher.quoteReplacement(replacement(text, matcher, words)));
        }
        return matcher.appendTail(out).toString();
    }

    private String replacement(String text, Matcher found, boolean words) {
        String octets = found.group("octets");
        if (octets != null) {
            // No address of anybody.
            boolean nobodys = octets.startsWith("0.") || octets.startsWith("127.") || octets.equals("255.255.255.255");
            return nobodys ? octets : hash.address(octets);
        }
        String dashed = found.group("dashed");
        if (dashed != null) {
            return hash.address(dashed.replace('-', '.')).replace('.', '-');
        }
        String account = found.group("account");
        if (account != null) {
            return hash.token(account);
        }
        String token = found.group("token");
        if (token == null) {
            return found.group();
        }
        boolean known = vocabulary.isPart(token)
                || (words && vocabulary.isWord(token) && alone(text, found.start(), found.end()));
        return known ? token : hash.token(token);
    }

    /** Whether nothing is joined to the word. */
    private static boolean alone(String text, int start, int end) {
        return !joined(text, start - 1, start - 2) && !joined(text, end, end + 1);
    }

    private static boolean joined(String text, int joint, int beyond) {
        return joint >= 0
                && joint < text.length()
                && "-_./@:".indexOf(text.charAt(joint)) >= 0
                && beyond >= 0
                && beyond < text.length()
                && Character.isLetterOrDigit(text.charAt(beyond));
    }
}
