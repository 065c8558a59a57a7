@NullMarked
package io.prodhealth.architecture.bad.alerting;

import org.jspecify.annotations.NullMarked;
