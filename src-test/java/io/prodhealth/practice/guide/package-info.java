@NullMarked
package io.prodhealth.practice.guide;

import org.jspecify.annotations.NullMarked;
