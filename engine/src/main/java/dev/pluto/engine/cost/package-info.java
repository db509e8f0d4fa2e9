/**
 * What a graph costs: kernels, quotes, exact cost of a candidate, expected cost of the relaxed
 * search state and its marginals. May use the structure, analysis and onnx packages and the SPI.
 */
@NullMarked
package dev.pluto.engine.cost;

import org.jspecify.annotations.NullMarked;
