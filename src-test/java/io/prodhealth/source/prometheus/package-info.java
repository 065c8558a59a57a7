@NullMarked
package io.prodhealth.source.prometheus;

import org.jspecify.annotations.NullMarked;
