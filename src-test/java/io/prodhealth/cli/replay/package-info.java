@NullMarked
package io.prodhealth.cli.replay;

import org.jspecify.annotations.NullMarked;
