/**
 * Hosts the testkit's contract checks on the engine itself: what a plugin keeps here it keeps in a
 * run. May use the onnx, analysis, structure, cost, train, runtime and search packages, the
 * operator definitions, the testkit and the SPI.
 */
@NullMarked
package dev.pluto.engine.contract;

import org.jspecify.annotations.NullMarked;
