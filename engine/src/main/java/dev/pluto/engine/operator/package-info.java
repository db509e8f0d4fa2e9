/**
 * The built-in definitions of ONNX operators, one class each or one per family. May use the SPI and
 * the operator.convolution, operator.elementwise, operator.matrix, operator.normalization,
 * operator.pooling, operator.reduction and operator.shape packages.
 */
@NullMarked
package dev.pluto.engine.operator;

import org.jspecify.annotations.NullMarked;
