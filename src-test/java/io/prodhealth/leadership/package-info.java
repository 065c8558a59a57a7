@NullMarked
package io.prodhealth.leadership;

import org.jspecify.annotations.NullMarked;
