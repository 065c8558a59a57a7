@NullMarked
package io.prodhealth.signal.readiness;

import org.jspecify.annotations.NullMarked;
