package io.prodhealth.source.kubernetes;

import tools.jackson.databind.node.ObjectNode;

/** Hears every object as the API server sent it, before it is trimmed. Called from one thread a kind. */
@FunctionalInterface
public interface ObjectTap {

    /**
     * An object has come, changed or gone.
     *
     * @param resource its plural name, such as {@code pods}
     * @param type {@code ADDED}, {@code MODIFIED} or {@code DELETED}
     * @param object without {@code managedFields}, and the hearer's own from now on; of one that a later list does not name
     *     any more only name, namespace and uid are known
     */
    void heard(String resource, String type, ObjectNode object);
}
