/** Matrix products. May use the SPI and the operator.base package. */
@NullMarked
package dev.pluto.engine.operator.matrix;

import org.jspecify.annotations.NullMarked;
