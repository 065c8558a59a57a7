@NullMarked
package io.prodhealth.architecture.bad.cli;

import org.jspecify.annotations.NullMarked;
