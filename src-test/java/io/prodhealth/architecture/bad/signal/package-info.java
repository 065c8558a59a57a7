@NullMarked
package io.prodhealth.architecture.bad.signal;

import org.jspecify.annotations.NullMarked;
