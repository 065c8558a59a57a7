/** Every class here breaks a rule of the architecture, or stands where a rule does not reach, see ArchitectureTest. */
@NullMarked
package io.prodhealth.architecture.bad;

import org.jspecify.annotations.NullMarked;
