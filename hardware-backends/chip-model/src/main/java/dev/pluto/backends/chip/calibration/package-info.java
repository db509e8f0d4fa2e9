/**
 * Fits the rates of a description to measurements of whole models. May use the description and
 * prediction packages, Hipparchus and the SPI.
 */
@NullMarked
package dev.pluto.backends.chip.calibration;

import org.jspecify.annotations.NullMarked;
