/** The guide's section on pods: how many requests a container takes at once, and how many wait before it. */
@NullMarked
package io.prodhealth.practice.pods;

import org.jspecify.annotations.NullMarked;
