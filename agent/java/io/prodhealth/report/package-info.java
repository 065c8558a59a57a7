/** How the last evaluation is told: as JSON for programs and as a page for people. */
@NullMarked
package io.prodhealth.report;

import org.jspecify.annotations.NullMarked;
