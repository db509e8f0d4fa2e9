/**
 * The search itself: decisions of all operators, sensitivity, search loop, materialization,
 * recovery. May use the cost, lagrangian, train, analysis, recipe, onnx, progress and report
 * packages and the SPI.
 */
@NullMarked
package dev.pluto.engine.search;

import org.jspecify.annotations.NullMarked;
