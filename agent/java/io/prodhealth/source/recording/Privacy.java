package io.prodhealth.source.recording;

import java.security.SecureRandom;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** What of an object may be written down. For one thread. */
public final class Privacy {

    private static final int KEY_BYTES = 32;

    private final Redaction redaction = new Redaction();
    private final Optional<HashedObject> names;

    private Privacy(Optional<HashedObject> names) {
        this.names = names;
    }

    /** Without secrets and without values of environment variables; names stay. */
    public static Privacy withNames() {
        return new Privacy(Optional.empty());
    }

    /** Without names, too: a key of its own makes them unreadable, and is forgotten with this object. */
    public static Privacy withHashedNames() {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return new Privacy(Optional.of(new HashedObject(Vocabulary.shipped(), new NameHash(key))));
    }

    /** Takes out of {@code object}, in place, what must not be written. */
    void apply(String resource, ObjectNode object) {
        redaction.redact(resource, object);
        names.ifPresent(hashed -> hashed.hash(object));
    }

    String name(String name) {
        return names.map(hashed -> hashed.name(name)).orElse(name);
    }
}
