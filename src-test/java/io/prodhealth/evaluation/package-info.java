@NullMarked
package io.prodhealth.evaluation;

import org.jspecify.annotations.NullMarked;
