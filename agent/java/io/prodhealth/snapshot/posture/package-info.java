/** What AWS says of the surroundings of a cluster: read minutes apart, each part dated and failing alone. */
@NullMarked
package io.prodhealth.snapshot.posture;

import org.jspecify.annotations.NullMarked;
