/**
 * The public entry of the engine: {@link dev.pluto.engine.Pluto}. May use every package of the
 * engine, Guice and the SPI.
 */
@NullMarked
package dev.pluto.engine;

import org.jspecify.annotations.NullMarked;
