package io.prodhealth.simulator;

import org.jspecify.annotations.Nullable;

/**
 * One entry of the store's log.
 *
 * @param now the object after the change; for a deletion the last state under the deletion's resourceVersion
 * @param before the object before the change, null when it was created
 */
record Change(Type type, Stored now, @Nullable Stored before) {
    enum Type {
        ADDED,
        MODIFIED,
        DELETED
    }

    long revision() {
        return now.revision();
    }

    /** What a watch with this selector sees of the change: an object that leaves the selector is deleted for it. */
    @Nullable
    Type seenThrough(Selector selector) {
        boolean was = before != null && selector.matches(before);
        boolean is = type != Type.DELETED && selector.matches(now);
        if (is) {
            return was ? Type.MODIFIED : Type.ADDED;
        }
        return was ? Type.DELETED : null;
    }
}
