/**
 * What a kernel takes on a described chip: how much work it is, of which class and in which
 * precision, and how long and how much energy that takes. May use the description package and the
 * SPI.
 */
@NullMarked
package dev.pluto.backends.chip.prediction;

import org.jspecify.annotations.NullMarked;
