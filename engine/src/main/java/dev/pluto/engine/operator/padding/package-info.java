/**
 * Operators that enlarge axes by copies or constants: padding, tiling, expansion. May use the SPI
 * and the operator.base package.
 */
@NullMarked
package dev.pluto.engine.operator.padding;

import org.jspecify.annotations.NullMarked;
