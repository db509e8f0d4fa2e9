/**
 * Operators that arrange elements anew: reshapes, transpositions, splits and concatenation. May use
 * the SPI and the operator.base package.
 */
@NullMarked
package dev.pluto.engine.operator.shape;

import org.jspecify.annotations.NullMarked;
