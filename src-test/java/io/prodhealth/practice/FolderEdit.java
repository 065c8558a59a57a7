package io.prodhealth.practice;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One edit of a copy of a recorded folder; its forms are described at {@link PracticeCase}.
 *
 * @param who the case that makes it
 */
record FolderEdit(String who, JsonNode edit) {

    private static final JsonMapper JSON = new JsonMapper();

    void apply(Path file) throws IOException {
        if (edit.path("remove").asBoolean(false) && !edit.has("name") && !edit.has("path")) {
            Files.delete(file);
            return;
        }
        if (edit.has("create")) {
            Files.writeString(file, JSON.writeValueAsString(edit.path("create")), StandardOpenOption.CREATE_NEW);
            return;
        }
        if (!file.toString().endsWith(".json")) {
            Files.writeString(file, replaced(Files.readString(file), file.toString()));
            return;
        }
        JsonNode root = JSON.readTree(Files.readString(file));
        if (edit.has("add")) {
            String item = JSON.writeValueAsString(edit.path("add"));
            for (int i = 0; i < edit.path("times").asInt(1); i++) {
                ((ArrayNode) root.path("items")).add(JSON.readTree(item.replace("{i}", Integer.toString(i))));
            }
        } else {
            JsonNode item = item(root);
            if (!edit.has("path")) {
                remove((ArrayNode) root.path("items"), item);
            } else {
                edit(item, JsonPointer.compile(edit.path("path").asString()));
            }
        }
        Files.writeString(file, JSON.writeValueAsString(root));
    }

    private JsonNode item(JsonNode root) {
        if (!edit.has("name")) {
            return root;
        }
        String wanted = edit.path("name").asString();
        for (JsonNode item : root.path("items")) {
            if (item.path("metadata").path("name").asString("").equals(wanted)) {
                return item;
            }
        }
        throw new AssertionError(who + ": there is no item " + wanted);
    }

    private static void remove(ArrayNode items, JsonNode item) {
        items.removeIf(one -> one.equals(item));
    }

    private void edit(JsonNode item, JsonPointer pointer) {
        JsonNode parent = item.at(pointer.head());
        if (parent.isMissingNode() && item instanceof ObjectNode object) {
            parent = object.withObject(pointer.head());
        }
        String last = pointer.last().getMatchingProperty();
        if (edit.has("replace")) {
            ((ObjectNode) parent).put(last, replaced(parent.path(last).asString(""), pointer.toString()));
        } else if (parent instanceof ArrayNode array) {
            set(array, last);
        } else if (edit.path("remove").asBoolean(false)) {
            if (((ObjectNode) parent).remove(last) == null) {
                throw new AssertionError(who + ": there is no " + pointer);
            }
        } else {
            ((ObjectNode) parent).set(last, edit.path("value"));
        }
    }

    private void set(ArrayNode array, String index) {
        if (edit.path("remove").asBoolean(false)) {
            array.remove(Integer.parseInt(index));
        } else if (index.equals("-")) {
            array.add(edit.path("value"));
        } else {
            array.set(Integer.parseInt(index), edit.path("value"));
        }
    }

    private String replaced(String text, String where) {
        String changed = text;
        for (Map.Entry<String, JsonNode> one : edit.path("replace").properties()) {
            if (!changed.contains(one.getKey())) {
                throw new AssertionError(who + ": " + where + " has no " + one.getKey());
            }
            changed = changed.replace(one.getKey(), one.getValue().asString());
        }
        return changed;
    }
}
