@NullMarked
package io.prodhealth.signal.provisioning;

import org.jspecify.annotations.NullMarked;
