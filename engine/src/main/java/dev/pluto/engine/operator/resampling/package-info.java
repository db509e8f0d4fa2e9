/**
 * Operators that read a tensor at positions between its elements: resizing. May use the SPI and the
 * operator.base package.
 */
@NullMarked
package dev.pluto.engine.operator.resampling;

import org.jspecify.annotations.NullMarked;
