/**
 * Chips that are described in YAML files, as hardware targets. May use the description, prediction
 * and calibration packages, the SPI and jakarta.inject.
 */
@NullMarked
package dev.pluto.backends.chip;

import org.jspecify.annotations.NullMarked;
