/**
 * The built-in definitions of ONNX operators, one class each or one per family. May use the SPI.
 */
@NullMarked
package dev.pluto.engine.operator;

import org.jspecify.annotations.NullMarked;
