package io.prodhealth.source.files;

import io.prodhealth.snapshot.ClusterConfig;
import io.prodhealth.snapshot.FilePlace;
import io.prodhealth.snapshot.FilePlaces;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.source.files.CortexFiles.Partly;
import io.prodhealth.source.files.Faults.Grade;
import io.prodhealth.source.kubernetes.ClusterConfigReader;
import io.prodhealth.yaml.WrongYaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Gathers what files say: each is told by its content to be a cluster configuration or a list of APIs. */
final class FilesReader {

    /** Of all files: far more than people write, and what it makes fits in memory many times. */
    private static final long MOST_CHARACTERS = 8L << 20;

    private static final String EITHER = "expected a cluster configuration of Cortex or a list of APIs";
    private final List<JsonNode> apis = new ArrayList<>();
    private final Map<String, FilePlace> firstOfName = new HashMap<>();
    private final Map<String, Map<String, FilePlace>> places = new HashMap<>();
    private final List<String> unreadable = new ArrayList<>();
    private final List<String> brokenApis = new ArrayList<>();
    private @Nullable JsonNode config;
    private @Nullable String configFile;
    private Grade configGrade = Grade.NONE;
    private boolean apisSeen;
    private boolean brokenFile;
    private long characters;

    /** A file, or the files in a folder. */
    void read(Path path) {
        if (!Files.isDirectory(path)) {
            file(path, true);
            return;
        }
        int before = places.size() + unreadable.size();
        try {
            List<Path> files = YamlFolder.files(path);
            files.stream().limit(YamlFolder.MOST).forEach(file -> file(file, false));
            if (files.size() > YamlFolder.MOST) {
                refuse(path + ": holds more than " + YamlFolder.MOST + " YAML files; expected fewer");
            }
            if (before == places.size() + unreadable.size()) {
                refuse(path + ": holds neither a dumped cluster nor a file of Cortex; " + EITHER);
            }
        } catch (IOException e) {
            refuse(path + ": cannot be listed: " + e.getClass().getSimpleName());
        }
    }

    private void file(Path path, boolean named) {
        try {
            String text = YamlFolder.text(path);
            characters += text.length();
            if (characters > MOST_CHARACTERS) {
                throw new IOException("comes after " + (MOST_CHARACTERS >> 20) + " MiB of other files; expected less");
            }
            text(path.toString(), text, named);
        } catch (IOException e) {
            refuse(path + ": " + e.getMessage());
        }
    }

    /**
     * The text of a file.
     *
     * @param named whether it was asked for by its name, and not found in a folder: then it must be for Cortex
     */
    void text(String file, String text, boolean named) {
        Faults faults = new Faults(file);
        try {
            Optional<MarkedNode> document = MarkedYaml.read(text);
            document.ifPresentOrElse(node -> document(node, file, named, faults), () -> {
                if (named) {
                    brokenFile = true;
                    faults.say(1, 1, "is empty; " + EITHER);
                }
            });
        } catch (WrongYaml e) {
            brokenFile = true;
            faults.say(Math.max(1, e.line()), Math.max(1, e.column()), String.valueOf(e.getMessage()));
        }
        unreadable.addAll(faults.sentences());
    }

    private void document(MarkedNode node, String file, boolean named, Faults faults) {
        switch (FileKind.of(node, named)) {
            case APIS -> apis((MarkedNode.Sequence) node, file, faults);
            case CONFIGURATION -> config((MarkedNode.Mapping) node, file, faults);
            case SINGLE_API -> refuse(node, "is a single API; expected a list: a dash before its first key", faults);
            case KUBERNETES -> refuse(node, "is an object of Kubernetes; " + EITHER, faults);
            case FOREIGN -> refuse(node, "is no file of Cortex; " + EITHER, faults);
            case PASSED_OVER -> {}
        }
    }

    private void refuse(MarkedNode node, String what, Faults faults) {
        brokenFile = true;
        faults.say(node, what);
    }

    private void config(MarkedNode.Mapping mapping, String file, Faults faults) {
        if (configFile != null) {
            refuse(mapping, "is a second cluster configuration, after " + configFile + "; expected one", faults);
            return;
        }
        configFile = file;
        configGrade = faults.check(mapping, ClusterShape.CONFIG, "");
        config = mapping.json();
        Map<String, FilePlace> known = new HashMap<>();
        Places.of(mapping, file).into(known);
        known.put("", new FilePlace(file, 1, 1));
        places.put(FilePlaces.CLUSTER, known);
        mapping.at("node_groups").ifPresent(groups -> {
            if (groups instanceof MarkedNode.Sequence list) {
                list.items().forEach(group -> object("node_group/" + group.textAt("name"), group, file));
            }
        });
    }

    private void apis(MarkedNode.Sequence list, String file, Faults faults) {
        apisSeen = true;
        for (MarkedNode item : list.items()) {
            String kind = item.textAt("kind");
            String name = item.textAt("name");
            Optional<Shape.Keys> shape = ApiShape.of(kind);
            Grade grade;
            if (shape.isPresent()) {
                grade = faults.check(item, shape.get(), "").and(ApiRules.check(item, faults));
            } else {
                grade = Grade.WRONG;
                faults.say(
                        item.at("kind").orElse(item),
                        (kind.isEmpty() ? "has no kind" : "kind is \"" + kind + "\"") + "; expected one of "
                                + String.join(", ", ApiShape.KINDS));
            }
            FilePlace here = new FilePlace(file, item.line(), item.column());
            FilePlace first = name.isEmpty() ? null : firstOfName.putIfAbsent(name, here);
            if (first != null) {
                faults.say(item, "is a second API \"" + name + "\", after " + first + "; expected each name once");
                brokenApis.add(name);
                continue;
            }
            brokenFile |= name.isEmpty();
            if (grade != Grade.NONE && !name.isEmpty()) {
                brokenApis.add(name);
            }
            object("api/" + name, item, file);
            if (grade != Grade.WRONG) {
                apis.add(item.json());
            }
        }
    }

    private void object(String name, MarkedNode node, String file) {
        Map<String, FilePlace> known = new HashMap<>();
        Places.of(node, file).into(known);
        places.putIfAbsent(name, known);
    }

    private void refuse(String sentence) {
        brokenFile = true;
        unreadable.add(sentence);
    }

    /** What the one configuration says, invalid where it is wrong; empty where there is none. */
    Optional<Observed<ClusterConfig>> config(Instant at) {
        JsonNode read = config;
        if (read == null) {
            return Optional.empty();
        }
        return Optional.of(
                configGrade == Grade.WRONG
                        ? new Observed.Unknown<>(Observed.Reason.INVALID, at)
                        : new Observed.Known<>(ClusterConfigReader.of(read), at));
    }

    /** Whether there was a list of APIs. */
    boolean hasApis() {
        return apisSeen;
    }

    List<JsonNode> apis() {
        return List.copyOf(apis);
    }

    FilePlaces places() {
        return new FilePlaces(Map.copyOf(places));
    }

    List<String> unreadable() {
        return List.copyOf(unreadable);
    }

    Partly partly() {
        return new Partly(List.copyOf(brokenApis), configGrade == Grade.UNKNOWN_KEY, brokenFile);
    }
}
