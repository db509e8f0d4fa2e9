/**
 * Runs exported files in ONNX Runtime: quality, agreement with the training graph, certificate. May
 * use the report and runtime packages, the SPI and Hipparchus.
 */
@NullMarked
package dev.pluto.engine.verify;

import org.jspecify.annotations.NullMarked;
