@NullMarked
package io.prodhealth.architecture.bad.metrics;

import org.jspecify.annotations.NullMarked;
