/** The command line's entry point. May use the command and installation packages and picocli. */
@NullMarked
package dev.pluto.cli;

import org.jspecify.annotations.NullMarked;
