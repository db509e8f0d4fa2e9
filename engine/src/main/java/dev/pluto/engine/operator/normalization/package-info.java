/**
 * Operators that normalize by statistics of a batch, an axis, a channel or a group of channels. May
 * use the SPI and the operator.base package.
 */
@NullMarked
package dev.pluto.engine.operator.normalization;

import org.jspecify.annotations.NullMarked;
