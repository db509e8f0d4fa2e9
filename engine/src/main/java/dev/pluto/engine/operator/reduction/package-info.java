/** Operators that reduce axes to one number. May use the SPI and the operator.base package. */
@NullMarked
package dev.pluto.engine.operator.reduction;

import org.jspecify.annotations.NullMarked;
