@NullMarked
package io.prodhealth.architecture.bad.snapshot;

import org.jspecify.annotations.NullMarked;
