/** The guide's section on security: who can reach nodes and load balancers. */
@NullMarked
package io.prodhealth.practice.security;

import org.jspecify.annotations.NullMarked;
