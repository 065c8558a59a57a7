@NullMarked
package io.prodhealth.practice.review;

import org.jspecify.annotations.NullMarked;
