@NullMarked
package io.prodhealth.architecture.bad.http;

import org.jspecify.annotations.NullMarked;
