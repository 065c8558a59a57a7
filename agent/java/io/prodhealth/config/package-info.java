/**
 * What the operator can set. {@link io.prodhealth.config.Settings} is the one list of settings; the reader, the flags,
 * the hash and docs/configuration.md all come from it.
 */
@NullMarked
package io.prodhealth.config;

import org.jspecify.annotations.NullMarked;
