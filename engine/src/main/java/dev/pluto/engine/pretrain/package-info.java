/**
 * Trains a network from given weights, without compressing it. May use the onnx, analysis, data,
 * examine, host, progress, recipe, report, run, runtime and train packages and the SPI.
 */
@NullMarked
package dev.pluto.engine.pretrain;

import org.jspecify.annotations.NullMarked;
