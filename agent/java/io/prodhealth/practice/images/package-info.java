/** The guide's section on images: where they come from, and whether they are there when a new pod needs them. */
@NullMarked
package io.prodhealth.practice.images;

import org.jspecify.annotations.NullMarked;
