@NullMarked
package io.prodhealth.snapshot;

import org.jspecify.annotations.NullMarked;
