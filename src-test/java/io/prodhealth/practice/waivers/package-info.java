@NullMarked
package io.prodhealth.practice.waivers;

import org.jspecify.annotations.NullMarked;
