/**
 * The public entry of the engine: {@link dev.pluto.engine.Pluto}. May use the host, recipe and
 * report packages and the SPI.
 */
@NullMarked
package dev.pluto.engine;

import org.jspecify.annotations.NullMarked;
