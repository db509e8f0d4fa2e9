/**
 * The network of 32-bit floats that a file of reduced precision stands for. May use the onnx
 * package and the SPI.
 */
@NullMarked
package dev.pluto.engine.floats;

import org.jspecify.annotations.NullMarked;
