@NullMarked
package io.prodhealth.source.recording;

import org.jspecify.annotations.NullMarked;
