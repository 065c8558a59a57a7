/** Which of the replicas leads: it alone asks what costs money, keeps what must outlive a restart, and exports the cluster. */
@NullMarked
package io.prodhealth.leadership;

import org.jspecify.annotations.NullMarked;
