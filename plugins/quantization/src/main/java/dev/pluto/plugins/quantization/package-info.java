/**
 * Quantization: one precision decision per weight that a chip multiplies in fewer bits, mixed fake
 * quantization while the search runs, and learned step sizes while the chosen precisions recover.
 * May use the SPI alone.
 *
 * <p>Batch normalization behind a quantized convolution is folded into its weight before the search
 * begins, so that the weight which is rounded here is the weight that is exported.
 */
@NullMarked
package dev.pluto.plugins.quantization;

import org.jspecify.annotations.NullMarked;
