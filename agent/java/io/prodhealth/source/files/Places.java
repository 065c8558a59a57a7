package io.prodhealth.source.files;

import io.prodhealth.snapshot.FilePlace;
import java.util.Map;

/** Where each part of a value is written, by its path. A key stands for its value: that is what people look for. */
record Places(MarkedNode node, String file) {

    static Places of(MarkedNode node, String file) {
        return new Places(node, file);
    }

    void into(Map<String, FilePlace> places) {
        places.put("", new FilePlace(file, node.line(), node.column()));
        below(node, "", places);
    }

    private void below(MarkedNode at, String path, Map<String, FilePlace> places) {
        switch (at) {
            case MarkedNode.Mapping mapping ->
                mapping.entries()
                        .forEach(entry -> put(
                                path + entry.key().text(),
                                entry.key().line(),
                                entry.key().column(),
                                entry.value(),
                                places));
            case MarkedNode.Sequence list -> {
                for (int i = 0; i < list.items().size(); i++) {
                    MarkedNode item = list.items().get(i);
                    put(path + i, item.line(), item.column(), item, places);
                }
            }
            case MarkedNode.Scalar ignored -> {}
        }
    }

    private void put(String path, int line, int column, MarkedNode value, Map<String, FilePlace> places) {
        places.put(path, new FilePlace(file, line, column));
        below(value, path + ".", places);
    }
}
