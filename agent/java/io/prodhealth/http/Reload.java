package io.prodhealth.http;

import java.util.List;

/** Reads the configuration again. May block; never called twice at once. */
@FunctionalInterface
public interface Reload {

    /** Why the new configuration was refused, one line an error, and the old one stays; empty when it is in force. */
    List<String> reload();
}
