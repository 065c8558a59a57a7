/** The production guide, sentence by sentence, and by what each is judged. */
@NullMarked
package io.prodhealth.practice.guide;

import org.jspecify.annotations.NullMarked;
