/** Judging a recording as the agent would have judged the cluster, and telling what changed. */
@NullMarked
package io.prodhealth.cli.replay;

import org.jspecify.annotations.NullMarked;
