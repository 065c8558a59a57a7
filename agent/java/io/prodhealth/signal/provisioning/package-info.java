/** Node provisioning: groups of nodes, which of them stand in for each other, and how long on-demand takes to stand in. */
@NullMarked
package io.prodhealth.signal.provisioning;

import org.jspecify.annotations.NullMarked;
