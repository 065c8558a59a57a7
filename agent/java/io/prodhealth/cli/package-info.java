/** The command line: one class a command, made of the settings list where flags are settings. */
@NullMarked
package io.prodhealth.cli;

import org.jspecify.annotations.NullMarked;
