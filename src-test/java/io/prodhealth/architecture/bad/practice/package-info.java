@NullMarked
package io.prodhealth.architecture.bad.practice;

import org.jspecify.annotations.NullMarked;
