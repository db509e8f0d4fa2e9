/**
 * The commands, one class each, and the options that they share. May use every other package of the
 * command line.
 */
@NullMarked
package dev.pluto.cli.command;

import org.jspecify.annotations.NullMarked;
