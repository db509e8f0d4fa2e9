/**
 * The run directory: stages, checkpoints, events; every file whole or not at all. May use the SPI
 * and Jackson.
 */
@NullMarked
package dev.pluto.engine.run;

import org.jspecify.annotations.NullMarked;
