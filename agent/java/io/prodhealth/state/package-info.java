/** What must outlive a restart, kept as one small text in the cluster. */
@NullMarked
package io.prodhealth.state;

import org.jspecify.annotations.NullMarked;
