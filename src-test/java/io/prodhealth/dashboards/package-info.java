/** The Grafana dashboards: what makes them, what is wrong with one, and a plain picture of one. */
@NullMarked
package io.prodhealth.dashboards;

import org.jspecify.annotations.NullMarked;
