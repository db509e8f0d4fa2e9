/**
 * The main job, stage by stage: import, baseline, analyse, price, search, recover, export, verify,
 * report. Each stage takes the records of earlier ones and gives a record. May use every other
 * package of the engine and the SPI.
 */
@NullMarked
package dev.pluto.engine.compress;

import org.jspecify.annotations.NullMarked;
