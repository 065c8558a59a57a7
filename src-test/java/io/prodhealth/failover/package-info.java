/** Two replicas as processes of their own, of which the leader is killed while something is wrong in the cluster. */
@NullMarked
package io.prodhealth.failover;

import org.jspecify.annotations.NullMarked;
