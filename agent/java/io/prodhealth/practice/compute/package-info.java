/** The guide's section on compute: what pods ask for, and whether they starve. */
@NullMarked
package io.prodhealth.practice.compute;

import org.jspecify.annotations.NullMarked;
