package io.prodhealth.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/**
 * A value of the chart as values.yaml has it: a comment that begins with {@code --} and the value below it.
 *
 * @param path as for {@code --set}: {@code image.tag}
 * @param initial the default, in one line
 * @param meaning the comment; empty where there is none
 */
record ChartValue(String path, String initial, String meaning) {

    /** In the order of the file: every value that is explained, and every one that is not and has no explained part. */
    static List<ChartValue> all() throws IOException {
        String text = Files.readString(HelmChart.FOLDER.resolve("values.yaml"));
        JsonNode values = Manifest.of(text).all().getFirst();
        List<ChartValue> all = new ArrayList<>();
        Deque<String> path = new ArrayDeque<>();
        StringBuilder comment = new StringBuilder();
        int explained = Integer.MAX_VALUE;
        for (String line : text.lines().toList()) {
            String bare = line.strip();
            int depth = (line.length() - line.stripLeading().length()) / 2;
            if (bare.startsWith("#")) {
                comment.append(comment.isEmpty() ? "" : " ")
                        .append(bare.substring(1).strip());
            } else if (bare.isEmpty()) {
                comment.setLength(0);
            } else if (depth <= explained) {
                while (path.size() > depth) {
                    path.removeLast();
                }
                path.addLast(bare.substring(0, bare.indexOf(':')));
                JsonNode value = values.at("/" + String.join("/", path));
                boolean ends = !comment.isEmpty() && comment.indexOf("-- ") == 0;
                if (ends || !value.isObject()) {
                    all.add(new ChartValue(
                            String.join(".", path), written(value), ends ? comment.substring("-- ".length()) : ""));
                }
                explained = ends ? depth : Integer.MAX_VALUE;
                comment.setLength(0);
            }
        }
        return all;
    }

    private static String written(JsonNode value) {
        if (value.isObject() && !value.isEmpty()) {
            return value.properties().stream()
                    .map(entry -> entry.getKey() + ": " + written(entry.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value.isArray() && !value.isEmpty()) {
            return StreamSupport.stream(value.spliterator(), false)
                    .map(ChartValue::written)
                    .collect(Collectors.joining(", ", "[", "]"));
        }
        return value.isString() && !value.asString().isEmpty() ? value.asString() : value.toString();
    }
}
