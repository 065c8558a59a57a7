package io.prodhealth.source.dns;

import io.prodhealth.source.SourceException;
import java.util.Optional;
import java.util.Set;

/** Looks names up. */
@FunctionalInterface
interface Resolver {

    /**
     * The IPv4 addresses of a name; empty where the name does not exist.
     *
     * @throws SourceException when nobody could tell
     */
    Optional<Set<String>> addresses(String name) throws SourceException, InterruptedException;
}
