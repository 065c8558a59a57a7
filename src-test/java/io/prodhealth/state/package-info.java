@NullMarked
package io.prodhealth.state;

import org.jspecify.annotations.NullMarked;
