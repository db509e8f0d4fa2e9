/**
 * ONNX Runtime: its library, and models that are loaded into it and run on host tensors. May use
 * the SPI and ONNX Runtime.
 */
@NullMarked
package dev.pluto.engine.runtime;

import org.jspecify.annotations.NullMarked;
