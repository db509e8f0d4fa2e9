/**
 * Descriptions of chips: what stands in a YAML file, read and checked. May use the SPI and
 * SnakeYAML.
 */
@NullMarked
package dev.pluto.backends.chip.description;

import org.jspecify.annotations.NullMarked;
