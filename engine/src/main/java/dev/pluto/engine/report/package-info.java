/**
 * What a run reports, as records that are written to JSON as they are. May use the SPI and Jackson.
 */
@NullMarked
package dev.pluto.engine.report;

import org.jspecify.annotations.NullMarked;
