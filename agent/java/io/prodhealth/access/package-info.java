/** What the agent needs to be allowed to do, and the roles and policies that allow exactly that. */
@NullMarked
package io.prodhealth.access;

import org.jspecify.annotations.NullMarked;
