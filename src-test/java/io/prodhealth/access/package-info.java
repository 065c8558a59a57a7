@NullMarked
package io.prodhealth.access;

import org.jspecify.annotations.NullMarked;
