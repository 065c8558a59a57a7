/** How APIs behave over the last hour and day: what no single moment shows. */
@NullMarked
package io.prodhealth.signal.behaviour;

import org.jspecify.annotations.NullMarked;
