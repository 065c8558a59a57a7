package io.prodhealth.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A rendered object with holes: filling them is a copy of bytes instead of a rendering. */
final class ByteTemplate {
    private static final Pattern HOLE = Pattern.compile("%%(\\d)%%");

    private final List<byte[]> fixed = new ArrayList<>();
    private final List<Integer> holes = new ArrayList<>();
    private int fixedLength;

    /** @param json with holes %%0%% to %%9%%, each any number of times */
    ByteTemplate(String json) {
        Matcher m = HOLE.matcher(json);
        int at = 0;
        while (m.find()) {
            add(json.substring(at, m.start()));
            holes.add(Integer.parseInt(m.group(1)));
            at = m.end();
        }
        add(json.substring(at));
    }

    private void add(String text) {
        byte[] bytes = Json.utf8(text);
        fixed.add(bytes);
        fixedLength += bytes.length;
    }

    byte[] fill(String... values) {
        byte[][] filled = new byte[values.length][];
        for (int i = 0; i < values.length; i++) {
            filled[i] = Json.utf8(values[i]);
        }
        int length = fixedLength;
        for (int hole : holes) {
            length += filled[hole].length;
        }
        byte[] result = new byte[length];
        int at = 0;
        for (int i = 0; i < fixed.size(); i++) {
            at = append(result, at, fixed.get(i));
            if (i < holes.size()) {
                at = append(result, at, filled[holes.get(i)]);
            }
        }
        return result;
    }

    private static int append(byte[] target, int at, byte[] part) {
        System.arraycopy(part, 0, target, at, part.length);
        return at + part.length;
    }
}
