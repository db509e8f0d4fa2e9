/**
 * Operators that normalize by statistics: batch normalization, softmax. May use the SPI and the
 * operator.base package.
 */
@NullMarked
package dev.pluto.engine.operator.normalization;

import org.jspecify.annotations.NullMarked;
