@NullMarked
package io.prodhealth.source.files;

import org.jspecify.annotations.NullMarked;
