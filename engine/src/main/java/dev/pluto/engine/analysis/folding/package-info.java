/**
 * Computes nodes on host tensors without a training engine: the arithmetic on shapes that exporters
 * leave in graphs, and constants that are computed from constants. May use the SPI.
 */
@NullMarked
package dev.pluto.engine.analysis.folding;

import org.jspecify.annotations.NullMarked;
