/** What a name resolves to, asked of the name server each time. */
@NullMarked
package io.prodhealth.source.dns;

import org.jspecify.annotations.NullMarked;
