/**
 * What the user is told when a command fails, and the exit code. May use {@code dev.pluto.spi} and
 * {@code dev.pluto.engine.progress}.
 */
@NullMarked
package dev.pluto.cli.failure;

import org.jspecify.annotations.NullMarked;
