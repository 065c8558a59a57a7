/**
 * A cluster on disk: what was read of one, line by line with its time, so that it can be judged again. Reading one and
 * writing one.
 */
@NullMarked
package io.prodhealth.source.recording;

import org.jspecify.annotations.NullMarked;
