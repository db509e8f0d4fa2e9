/**
 * What the user is told when a command fails, and the exit code. May use the SPI and the engine's
 * exceptions.
 */
@NullMarked
package dev.pluto.cli.failure;

import org.jspecify.annotations.NullMarked;
