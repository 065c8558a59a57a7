package io.prodhealth.state;

/**
 * How a memory is written.
 *
 * @param <M> the memory
 */
public interface StateFormat<M> {

    /** Its text. */
    String write(M memory);

    /**
     * The memory behind a text.
     *
     * @throws IllegalArgumentException when it cannot be used, with a sentence that says why
     */
    M read(String text);
}
