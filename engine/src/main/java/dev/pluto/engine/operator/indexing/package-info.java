/**
 * Operators that select elements by their index: slices and gathers. May use the SPI and the
 * operator.base package.
 */
@NullMarked
package dev.pluto.engine.operator.indexing;

import org.jspecify.annotations.NullMarked;
