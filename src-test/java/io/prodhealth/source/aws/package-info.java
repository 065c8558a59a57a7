/** Tests of what is read from AWS: against real protocols, served in process, in a container, and by hand. */
@NullMarked
package io.prodhealth.source.aws;

import org.jspecify.annotations.NullMarked;
