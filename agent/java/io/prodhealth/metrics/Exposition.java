package io.prodhealth.metrics;

import java.util.Set;

/** Writes a scrape. */
public interface Exposition {

    /**
     * The families as of now. Takes milliseconds: never call it on an event loop.
     *
     * @param accept the request's {@code Accept} header; empty for the text format
     * @param gzip whether the client takes gzip
     * @param names families to write ({@code ?name[]=}); empty for all
     */
    Page render(String accept, boolean gzip, Set<String> names);

    /**
     * A written scrape.
     *
     * @param contentType value of {@code Content-Type}
     * @param gzip whether {@code body} is compressed
     * @param body never changed after it is made
     */
    @SuppressWarnings("ArrayRecordComponent") // handed from the writer to the socket, and compared by nobody
    record Page(String contentType, boolean gzip, byte[] body) {}
}
