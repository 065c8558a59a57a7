@NullMarked
package io.prodhealth;

import org.jspecify.annotations.NullMarked;
