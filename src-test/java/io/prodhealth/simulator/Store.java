package io.prodhealth.simulator;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The cluster's database: one resourceVersion for all kinds, changes in order, watchers told under the lock. */
final class Store {
    private final Clock clock;
    private final Map<Resource, Shelf> shelves = new EnumMap<>(Resource.class);
    private final Set<Resource> absent = EnumSet.noneOf(Resource.class);
    private long revision = 1000;

    Store(Clock clock) {
        this.clock = clock;
        for (Resource resource : Resource.values()) {
            shelves.put(resource, new Shelf());
        }
    }

    /** A watch asked for changes that were compacted away. */
    static final class GoneException extends Exception {
        private static final long serialVersionUID = 1;

        GoneException(long asked, long current) {
            super("too old resource version: " + asked + " (" + current + ")");
        }
    }

    synchronized boolean serves(Resource resource) {
        return !absent.contains(resource);
    }

    synchronized void setAbsent(Resource resource, boolean isAbsent) {
        if (isAbsent) {
            absent.add(resource);
        } else {
            absent.remove(resource);
        }
    }

    synchronized long revision() {
        return revision;
    }

    synchronized void raiseRevisionTo(long minimum) {
        revision = Math.max(revision, minimum);
    }

    synchronized Optional<Stored> get(Resource resource, String namespace, String name) {
        return Optional.ofNullable(shelf(resource).get(Stored.key(namespace, name)));
    }

    synchronized List<Stored> all(Resource resource) {
        return List.of(shelf(resource).snapshot(revision).objects());
    }

    /** The objects whose key (namespace/name) begins like this. */
    synchronized List<Stored> under(Resource resource, String keyPrefix) {
        return shelf(resource).under(keyPrefix);
    }

    synchronized int size(Resource resource) {
        return shelf(resource).size();
    }

    /** Creates or replaces; fills in uid and creationTimestamp where the object has none. */
    synchronized Stored put(Resource resource, ObjectNode object) {
        ObjectNode complete = object.deepCopy();
        ObjectNode metadata = complete.withObjectProperty("metadata");
        String namespace = metadata.path("namespace").asString("");
        String name = metadata.path("name").asString("");
        if (name.isEmpty() || resource.namespaced() == namespace.isEmpty()) {
            throw new IllegalArgumentException(resource + " needs a name and only namespaced kinds have a namespace");
        }
        Stored before = shelf(resource).get(Stored.key(namespace, name));
        if (before != null) {
            ObjectNode old = (ObjectNode) before.item().get("metadata");
            metadata.putIfAbsent("uid", old.get("uid"));
            metadata.putIfAbsent("creationTimestamp", old.get("creationTimestamp"));
        }
        revision++;
        if (!metadata.hasNonNull("uid")) {
            metadata.put("uid", uid(resource, namespace, name, revision));
        }
        if (!metadata.hasNonNull("creationTimestamp")) {
            metadata.put("creationTimestamp", now());
        }
        Stored now = Stored.of(resource, complete, revision);
        shelf(resource).apply(new Change(before == null ? Change.Type.ADDED : Change.Type.MODIFIED, now, before));
        return now;
    }

    /** Changes the object that is there, atomically; empty when it is not there. */
    synchronized Optional<Stored> change(
            Resource resource, String namespace, String name, UnaryOperator<ObjectNode> edit) {
        Stored before = shelf(resource).get(Stored.key(namespace, name));
        return before == null ? Optional.empty() : Optional.of(put(resource, edit.apply(before.item())));
    }

    synchronized boolean delete(Resource resource, String namespace, String name) {
        Stored before = shelf(resource).get(Stored.key(namespace, name));
        if (before == null) {
            return false;
        }
        revision++;
        shelf(resource).apply(new Change(Change.Type.DELETED, before.at(revision), before));
        return true;
    }

    /** Puts ready made objects in place without history, before anybody watches. */
    synchronized void load(Stored stored) {
        shelf(stored.resource()).load(stored);
        revision = Math.max(revision, stored.revision());
    }

    synchronized Shelf.Snapshot snapshot(Resource resource) {
        return shelf(resource).snapshot(revision);
    }

    synchronized void keep(Resource resource, Shelf.Snapshot snapshot) {
        shelf(resource).keep(snapshot);
    }

    synchronized Optional<Shelf.Snapshot> snapshotAt(Resource resource, long asOf) {
        return shelf(resource).snapshotAt(asOf);
    }

    /**
     * Replays what happened after a resourceVersion and then follows.
     *
     * @param after null to begin with a synthetic ADDED for everything that exists
     * @return the resourceVersion up to which the watcher was told
     */
    synchronized long watch(Resource resource, @Nullable Long after, Consumer<Change> watcher) throws GoneException {
        Shelf shelf = shelf(resource);
        if (after == null) {
            for (Stored stored : shelf.snapshot(revision).objects()) {
                watcher.accept(new Change(Change.Type.ADDED, stored, null));
            }
        } else if (shelf.isGone(after)) {
            throw new GoneException(after, revision);
        } else {
            shelf.replay(after, watcher);
        }
        shelf.add(watcher);
        return revision;
    }

    synchronized void unwatch(Resource resource, Consumer<Change> watcher) {
        shelf(resource).remove(watcher);
    }

    /** Runs while no change can happen in between, so that a bookmark's resourceVersion is true. */
    synchronized void atRevision(Consumer<Long> action) {
        action.accept(revision);
    }

    /** Forgets all history: watches and continue tokens from before are gone. */
    synchronized void compact() {
        shelves.values().forEach(shelf -> shelf.compact(revision));
    }

    /** As after a restore from backup: the same objects under lower resourceVersions. */
    synchronized void restamp(long from) {
        long next = from;
        for (Shelf shelf : shelves.values()) {
            next = shelf.restamp(next);
        }
        revision = next;
    }

    private Shelf shelf(Resource resource) {
        Shelf shelf = shelves.get(resource);
        if (shelf == null) {
            throw new IllegalStateException("no shelf for " + resource);
        }
        return shelf;
    }

    String now() {
        Instant seconds = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        return seconds.toString();
    }

    /** Derived from what the object is, so that the same run gives the same uids. */
    static String uid(Resource resource, String namespace, String name, long revision) {
        String seed = resource + "/" + namespace + "/" + name + "/" + revision;
        return UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
