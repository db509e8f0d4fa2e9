/**
 * How budgets are met: the joint search, and the four ways that it is compared with. They share
 * data, steps, sensitivity table, loss, recovery, certificate; a class here says what is done in
 * its own way. May use the search, structure, cost, lagrangian, train, analysis, recipe, onnx and
 * progress packages and the SPI.
 */
@NullMarked
package dev.pluto.engine.search.strategy;

import org.jspecify.annotations.NullMarked;
