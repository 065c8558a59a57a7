@NullMarked
package io.prodhealth.architecture.bad.source;

import org.jspecify.annotations.NullMarked;
