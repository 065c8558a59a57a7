@NullMarked
package io.prodhealth.source;

import org.jspecify.annotations.NullMarked;
