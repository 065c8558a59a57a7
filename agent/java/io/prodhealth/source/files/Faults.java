package io.prodhealth.source.files;

import io.prodhealth.config.Nearest;
import io.prodhealth.snapshot.FilePlace;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with one file, each with its place: what it is, and what was expected. */
final class Faults {

    /** A file of one wrong indent has one fault for each line. */
    private static final int MOST = 50;

    private static final int LONGEST = 60;

    private final String file;
    private final List<String> sentences = new ArrayList<>();
    private int more;

    Faults(String file) {
        this.file = file;
    }

    /** How bad the faults of a part are. */
    enum Grade {
        NONE,
        /** A key that Cortex does not know: the rest can be read, but what was meant by it cannot. */
        UNKNOWN_KEY,
        /** A value that cannot be read. */
        WRONG;

        Grade and(Grade other) {
            return compareTo(other) >= 0 ? this : other;
        }
    }

    void say(int line, int column, String what) {
        if (sentences.size() < MOST) {
            sentences.add(new FilePlace(file, line, column) + ": " + what);
        } else {
            more++;
        }
    }

    void say(MarkedNode at, String what) {
        say(at.line(), at.column(), what);
    }

    List<String> sentences() {
        if (more == 0) {
            return List.copyOf(sentences);
        }
        List<String> all = new ArrayList<>(sentences);
        all.add(file + ": and " + more + " more faults");
        return List.copyOf(all);
    }

    /**
     * Holds a value against its shape.
     *
     * @param path where it is, for people ({@code pod.port}); empty at the top
     */
    Grade check(MarkedNode node, Shape shape, String path) {
        if (node.nothing()) {
            return Grade.NONE;
        }
        return switch (shape) {
            case Shape.Value value
            when node instanceof MarkedNode.Scalar scalar && value.fits().test(scalar) -> Grade.NONE;
            case Shape.Each each
            when node instanceof MarkedNode.Sequence list && list.items().size() >= each.least() -> {
                Grade worst = Grade.NONE;
                for (int i = 0; i < list.items().size(); i++) {
                    worst = worst.and(item(list.items().get(i), each.item(), below(path, String.valueOf(i))));
                }
                yield worst;
            }
            case Shape.AnyKeys any
            when node instanceof MarkedNode.Mapping mapping -> {
                Grade worst = Grade.NONE;
                for (MarkedNode.Entry entry : mapping.entries()) {
                    worst = worst.and(check(
                            entry.value(), any.value(), below(path, entry.key().text())));
                }
                yield worst;
            }
            case Shape.Keys keys when node instanceof MarkedNode.Mapping mapping -> keys(mapping, keys, path);
            default -> {
                say(node, (path.isEmpty() ? "is " : cut(path) + " is ") + told(node) + "; expected " + shape.words());
                yield Grade.WRONG;
            }
        };
    }

    /** An item that is null is no default: there is nothing. */
    private Grade item(MarkedNode item, Shape shape, String path) {
        if (item.nothing()) {
            say(item, cut(path) + " is nothing; expected " + shape.words());
            return Grade.WRONG;
        }
        return check(item, shape, path);
    }

    private Grade keys(MarkedNode.Mapping mapping, Shape.Keys shape, String path) {
        Grade worst = Grade.NONE;
        for (MarkedNode.Entry entry : mapping.entries()) {
            String name = entry.key().text();
            Shape expected = shape.keys().get(name);
            if (expected == null) {
                String nearest = Nearest.to(name, shape.keys().keySet());
                say(
                        entry.key(),
                        cut(below(path, name)) + " is a key that Cortex does not know; expected "
                                + (nearest.isEmpty() ? shape.words() : nearest));
                worst = worst.and(Grade.UNKNOWN_KEY);
            } else {
                worst = worst.and(check(entry.value(), expected, below(path, name)));
            }
        }
        for (String name : shape.required().stream().sorted().toList()) {
            if (mapping.at(name).isEmpty()) {
                Shape expected = shape.keys().get(name);
                say(
                        mapping,
                        cut(below(path, name)) + " is missing; expected "
                                + (expected == null ? "a value" : expected.words()));
                worst = Grade.WRONG;
            }
        }
        return worst;
    }

    private static String below(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private static String told(MarkedNode node) {
        return switch (node) {
            case MarkedNode.Scalar scalar -> "\"" + cut(scalar.text()) + "\"";
            case MarkedNode.Sequence list -> list.items().isEmpty() ? "an empty list" : "a list";
            case MarkedNode.Mapping ignored -> "a mapping";
        };
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
    }
}
