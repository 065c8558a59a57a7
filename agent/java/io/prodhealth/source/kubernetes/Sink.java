package io.prodhealth.source.kubernetes;

/**
 * What a list and a watch are poured into. A list is poured page by page; what it did not name is gone at its end.
 *
 * @param <T> the record that is kept
 */
interface Sink<T> {

    /** A complete list begins. */
    void beginList();

    /** The list names this object. */
    void listed(T object);

    /** The list is complete: what it has not named is gone. */
    void endList();

    /** The watch has added or changed an object. */
    void updated(T object);

    /** The watch has deleted an object. */
    void deleted(T object);

    /** How many objects there are. */
    int size();
}
