@NullMarked
package io.prodhealth.alerting;

import org.jspecify.annotations.NullMarked;
