@NullMarked
package io.prodhealth.logging;

import org.jspecify.annotations.NullMarked;
