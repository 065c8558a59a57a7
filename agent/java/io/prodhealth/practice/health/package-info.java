/** The guide's section on container design: whether health checks tell the truth. */
@NullMarked
package io.prodhealth.practice.health;

import org.jspecify.annotations.NullMarked;
