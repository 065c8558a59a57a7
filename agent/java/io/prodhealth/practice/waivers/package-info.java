/** Waivers that the authors of APIs have written on them, and those of them that are not valid. */
@NullMarked
package io.prodhealth.practice.waivers;

import org.jspecify.annotations.NullMarked;
