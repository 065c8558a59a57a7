/** The guide's section on upgrades: whether clients reach the cluster by a name that outlives it. */
@NullMarked
package io.prodhealth.practice.upgrades;

import org.jspecify.annotations.NullMarked;
