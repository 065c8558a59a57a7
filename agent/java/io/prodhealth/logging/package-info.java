/**
 * One line an event, as logfmt or JSON, whatever the text in it. Code logs through SLF4J: the message says what, the
 * key-values say which ({@code log.atInfo().addKeyValue("kind", kind).log("synced")}).
 */
@NullMarked
package io.prodhealth.logging;

import org.jspecify.annotations.NullMarked;
