/** What the findings of practices come to: over time, with root causes told from their children, and what somebody answers for. */
@NullMarked
package io.prodhealth.practice.review;

import org.jspecify.annotations.NullMarked;
