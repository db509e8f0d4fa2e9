/**
 * What every strategy shares: decisions of all operators, the relaxed network, sensitivity,
 * materialization, recovery. May use the structure, cost, lagrangian, train, analysis, recipe,
 * onnx, progress and report packages and the SPI.
 */
@NullMarked
package dev.pluto.engine.search;

import org.jspecify.annotations.NullMarked;
