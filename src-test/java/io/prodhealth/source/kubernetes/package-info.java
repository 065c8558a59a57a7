@NullMarked
package io.prodhealth.source.kubernetes;

import org.jspecify.annotations.NullMarked;
