/** The command line's entry point. May use every package of the command line. */
@NullMarked
package dev.pluto.cli;

import org.jspecify.annotations.NullMarked;
