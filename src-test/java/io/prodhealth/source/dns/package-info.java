@NullMarked
package io.prodhealth.source.dns;

import org.jspecify.annotations.NullMarked;
