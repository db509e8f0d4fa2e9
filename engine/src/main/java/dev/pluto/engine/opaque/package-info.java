/**
 * What cannot be trained and is kept as it is: which nodes these are, the parts that they form, and
 * how ONNX Runtime computes them. May use the analysis, onnx and runtime packages and the SPI, with
 * DJL's arrays.
 */
@NullMarked
package dev.pluto.engine.opaque;

import org.jspecify.annotations.NullMarked;
