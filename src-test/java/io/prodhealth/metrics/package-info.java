@NullMarked
package io.prodhealth.metrics;

import org.jspecify.annotations.NullMarked;
