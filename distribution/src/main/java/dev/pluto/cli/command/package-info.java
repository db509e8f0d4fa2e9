/**
 * The commands, one class each, and the options that they share. May use every other package of the
 * command line, {@code dev.pluto.engine}, {@code dev.pluto.engine.host}, {@code
 * dev.pluto.engine.progress}, {@code dev.pluto.engine.recipe}, {@code dev.pluto.engine.report}, the
 * SPI and picocli.
 */
@NullMarked
package dev.pluto.cli.command;

import org.jspecify.annotations.NullMarked;
