/** The guide's section on large clusters: Prometheus, which autoscaling hangs on, and what gives way at that size besides. */
@NullMarked
package io.prodhealth.practice.largecluster;

import org.jspecify.annotations.NullMarked;
