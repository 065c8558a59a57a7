package io.prodhealth.cli;

import io.prodhealth.cli.replay.Subject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code prodhealth replay} did.
 *
 * @param out the standard output
 * @param err the standard error
 */
record Replayed(ExitCode code, String out, String err) {

    private static final JsonMapper JSON = new JsonMapper();

    /** Replays a recording with one JSON object a change. */
    static Replayed json(Path folder, String... options) {
        List<String> arguments = new ArrayList<>(List.of("--format", "json"));
        arguments.addAll(List.of(options));
        arguments.add(folder.toString());
        return of(arguments.toArray(String[]::new));
    }

    /** Replays with these arguments. */
    static Replayed of(String... arguments) {
        List<String> all = new ArrayList<>(List.of("replay"));
        all.addAll(List.of(arguments));
        Ran ran = Ran.of(all.toArray(String[]::new));
        return new Replayed(ran.code(), ran.out(), ran.err());
    }

    /** The changes of all subjects of a kind, or of the one of this name. */
    List<JsonNode> changes(Subject.Kind kind, String name) {
        return out.lines()
                .map(JSON::readTree)
                .filter(line -> line.path(kind.field()).asString("").equals(name))
                .toList();
    }
}
