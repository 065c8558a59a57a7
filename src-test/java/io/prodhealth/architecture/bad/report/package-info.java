@NullMarked
package io.prodhealth.architecture.bad.report;

import org.jspecify.annotations.NullMarked;
