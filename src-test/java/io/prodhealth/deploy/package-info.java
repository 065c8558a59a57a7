/** What the agent is installed with: the image, the chart, the plain manifests made of it, and the rights in AWS. */
@NullMarked
package io.prodhealth.deploy;

import org.jspecify.annotations.NullMarked;
