package io.prodhealth.simulator;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/** One page of a list, and how its bytes are handed out. */
record ListAnswer(Resource resource, long revision, List<Stored> items, String continueToken, long remaining) {
    private static final int PIECE = 256 * 1024;

    /**
     * What a client asked for.
     *
     * @param namespace empty for all
     * @param limit 0 for no limit
     * @param continueToken empty for the first page
     * @param asOf the resourceVersion asked for, 0 for any, -1 for the newest
     * @param exactly whether it must be that resourceVersion
     */
    record Query(
            Resource resource,
            String namespace,
            Selector selector,
            int limit,
            String continueToken,
            long asOf,
            boolean exactly) {}

    /** The page, or why there is none. */
    sealed interface Outcome {
        /** The page. */
        record Page(ListAnswer answer) implements Outcome {}

        /** The error. */
        record Refused(ApiStatus status) implements Outcome {}
    }

    /** @throws IllegalArgumentException for a continue token that is none */
    static Outcome of(Store store, Query query) {
        Optional<ContinueToken> token = query.continueToken().isEmpty()
                ? Optional.empty()
                : Optional.of(ContinueToken.decode(query.continueToken()));
        if (token.isEmpty() && query.asOf() > store.revision()) {
            return new Outcome.Refused(ApiStatus.of(
                    504,
                    "Timeout",
                    "Timeout: Too large resource version: " + query.asOf() + ", current: " + store.revision()));
        }
        Optional<Shelf.Snapshot> snapshot = token.filter(t -> t.revision() >= 0)
                .map(t -> store.snapshotAt(query.resource(), t.revision()))
                .orElseGet(() -> Optional.of(store.snapshot(query.resource())));
        if (token.isEmpty() && query.exactly() && query.asOf() != store.revision()) {
            snapshot = store.snapshotAt(query.resource(), query.asOf());
        }
        if (snapshot.isEmpty()) {
            return new Outcome.Refused(ApiStatus.expired(
                    "The provided continue parameter is too old to display a consistent list result. You can start a"
                        + " new list without the continue parameter, or use the continue token in this response to"
                        + " retrieve the remainder of the results. Continuing with the provided token results in an"
                        + " inconsistent list - objects that were created, modified, or deleted between the time the"
                        + " first chunk was returned and now may show up in the list.",
                    token.map(t -> new ContinueToken(-1, t.after()).encode()).orElse("")));
        }
        // The watch cache of the servers Cortex runs on answers resourceVersion=0 whole, whatever the limit.
        int limit = query.asOf() == 0 && token.isEmpty() ? 0 : query.limit();
        ListAnswer page = page(
                snapshot.get(), query, limit, token.map(ContinueToken::after).orElse(""));
        if (!page.continueToken().isEmpty()) {
            store.keep(query.resource(), snapshot.get());
        }
        return new Outcome.Page(page);
    }

    private static ListAnswer page(Shelf.Snapshot snapshot, Query query, int limit, String after) {
        Stored[] all = snapshot.objects();
        String prefix = query.namespace().isEmpty() ? "" : query.namespace() + "/";
        int from = after.isEmpty() ? position(all, prefix) : position(all, after + "\0");
        int end = query.namespace().isEmpty() ? all.length : position(all, query.namespace() + "0");
        List<Stored> items = new ArrayList<>(limit > 0 ? limit : Math.max(0, end - from));
        int at = from;
        while (at < end && (limit == 0 || items.size() < limit)) {
            if (query.selector().matches(all[at])) {
                items.add(all[at]);
            }
            at++;
        }
        boolean more = at < end;
        return new ListAnswer(
                query.resource(),
                snapshot.revision(),
                items,
                more ? new ContinueToken(snapshot.revision(), all[at - 1].key()).encode() : "",
                more && query.selector().everything() ? end - at : 0);
    }

    /** The first index whose key is not below; '0' is the character after '/'. */
    private static int position(Stored[] all, String key) {
        int low = 0;
        int high = all.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (all[middle].key().compareTo(key) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private String head() {
        StringBuilder head = new StringBuilder(200)
                .append("{\"kind\":\"")
                .append(resource.listKind())
                .append("\",\"apiVersion\":\"")
                .append(resource.apiVersion())
                .append("\",\"metadata\":{\"resourceVersion\":\"")
                .append(revision)
                .append('"');
        if (!continueToken.isEmpty()) {
            head.append(",\"continue\":\"").append(continueToken).append('"');
        }
        if (remaining > 0) {
            head.append(",\"remainingItemCount\":").append(remaining);
        }
        return head.append("},\"items\":[").toString();
    }

    /** The size of the body in bytes. */
    long length() {
        long commas = Math.max(0, items.size() - 1);
        return head().length() + items.stream().mapToLong(i -> i.json().length).sum() + commas + 3;
    }

    /** The body in pieces, rendered as the reader takes them. */
    Iterator<Buffer> pieces() {
        return new Iterator<>() {
            private int at = -1;

            @Override
            public boolean hasNext() {
                return at <= items.size();
            }

            @Override
            public Buffer next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                Buffer piece = Buffer.buffer(PIECE + 16 * 1024);
                if (at < 0) {
                    piece.appendString(head());
                    at = 0;
                }
                while (at < items.size() && piece.length() < PIECE) {
                    if (at > 0) {
                        piece.appendByte((byte) ',');
                    }
                    piece.appendBytes(items.get(at).json());
                    at++;
                }
                if (at == items.size()) {
                    piece.appendString("]}\n");
                    at++;
                }
                return piece;
            }
        };
    }
}
