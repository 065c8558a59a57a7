package io.prodhealth.source;

/**
 * Something the agent reads now and then. It only reads: the {@link Poller} times, dates, retries and withdraws it.
 *
 * @param <T> what it publishes
 */
@FunctionalInterface
public interface Source<T> {

    /**
     * One reading; runs on a virtual thread and may block.
     *
     * @throws SourceException when there is nothing to publish
     */
    T read() throws SourceException, InterruptedException;
}
