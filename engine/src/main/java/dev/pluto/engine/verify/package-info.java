/**
 * Runs exported files in ONNX Runtime: quality, agreement with the training graph, certificate. May
 * use the onnx, analysis and cost packages and the SPI.
 */
@NullMarked
package dev.pluto.engine.verify;

import org.jspecify.annotations.NullMarked;
