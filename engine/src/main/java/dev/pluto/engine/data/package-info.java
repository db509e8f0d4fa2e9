/**
 * The user's samples: which format they are in, how they are scaled before the model, and the
 * shapes that costs refer to. May use the recipe, host, onnx, report, runtime and verify packages
 * and the SPI.
 */
@NullMarked
package dev.pluto.engine.data;

import org.jspecify.annotations.NullMarked;
