/**
 * Operators that compute every element on its own: activations and arithmetic. May use the SPI and
 * the operator.base package.
 */
@NullMarked
package dev.pluto.engine.operator.elementwise;

import org.jspecify.annotations.NullMarked;
