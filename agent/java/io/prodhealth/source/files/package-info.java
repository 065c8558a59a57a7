/** What users keep in files: a cluster that was dumped, and the configuration and API specs of Cortex. */
@NullMarked
package io.prodhealth.source.files;

import org.jspecify.annotations.NullMarked;
