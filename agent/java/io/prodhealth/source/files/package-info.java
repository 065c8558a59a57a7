/** A cluster that was dumped into files, read as if it had been asked. */
@NullMarked
package io.prodhealth.source.files;

import org.jspecify.annotations.NullMarked;
