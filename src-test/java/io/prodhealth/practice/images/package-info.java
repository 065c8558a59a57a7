@NullMarked
package io.prodhealth.practice.images;

import org.jspecify.annotations.NullMarked;
