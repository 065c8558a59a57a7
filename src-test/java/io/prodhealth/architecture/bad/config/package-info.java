@NullMarked
package io.prodhealth.architecture.bad.config;

import org.jspecify.annotations.NullMarked;
