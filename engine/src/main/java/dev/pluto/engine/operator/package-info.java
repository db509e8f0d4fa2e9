/**
 * The built-in definitions of ONNX operators, one class each or one per family. May use the SPI,
 * the opaque package and the operator.convolution, operator.elementwise, operator.indexing,
 * operator.matrix, operator.normalization, operator.padding, operator.pooling, operator.recurrent,
 * operator.reduction, operator.resampling, operator.shape and operator.source packages.
 */
@NullMarked
package dev.pluto.engine.operator;

import org.jspecify.annotations.NullMarked;
