@NullMarked
package io.prodhealth.practice.security;

import org.jspecify.annotations.NullMarked;
