@NullMarked
package io.prodhealth.rules;

import org.jspecify.annotations.NullMarked;
