/**
 * The search itself: decisions of all operators, sensitivity, search loop, materialization,
 * recovery. May use the cost, lagrangian, train and analysis packages, recipe, onnx and progress
 * packages and the SPI.
 */
@NullMarked
package dev.pluto.engine.search;

import org.jspecify.annotations.NullMarked;
