/** Convolutions and transposed convolutions. May use the SPI and the operator.base package. */
@NullMarked
package dev.pluto.engine.operator.convolution;

import org.jspecify.annotations.NullMarked;
