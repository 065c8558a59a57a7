/** What every reader of YAML shares: the parser's events, and what is wrong with a text in words and by its place. */
@NullMarked
package io.prodhealth.yaml;

import org.jspecify.annotations.NullMarked;
