/**
 * Chips that are described in YAML files, as hardware targets. May use the description and
 * prediction packages, the SPI and jakarta.inject.
 */
@NullMarked
package dev.pluto.backends.chip;

import org.jspecify.annotations.NullMarked;
