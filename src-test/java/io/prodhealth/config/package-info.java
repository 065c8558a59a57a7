@NullMarked
package io.prodhealth.config;

import org.jspecify.annotations.NullMarked;
