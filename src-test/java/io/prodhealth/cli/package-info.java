@NullMarked
package io.prodhealth.cli;

import org.jspecify.annotations.NullMarked;
