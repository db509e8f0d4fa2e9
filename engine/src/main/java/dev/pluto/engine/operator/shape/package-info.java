/**
 * Operators that move elements without computing: reshapes, slices, concatenation, resizing. May
 * use the SPI and the operator.base package.
 */
@NullMarked
package dev.pluto.engine.operator.shape;

import org.jspecify.annotations.NullMarked;
