/** The guide's section on autoscaling: whether replicas follow the load, and whether queues are worked off. */
@NullMarked
package io.prodhealth.practice.autoscaling;

import org.jspecify.annotations.NullMarked;
