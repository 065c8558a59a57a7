/** The guide's section on node provisioning: spot first, and on-demand where there is no spot. */
@NullMarked
package io.prodhealth.practice.provisioning;

import org.jspecify.annotations.NullMarked;
