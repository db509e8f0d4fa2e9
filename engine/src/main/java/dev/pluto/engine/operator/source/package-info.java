/**
 * Operators that make tensors from shapes and numbers alone. May use the SPI and the operator.base
 * package.
 */
@NullMarked
package dev.pluto.engine.operator.source;

import org.jspecify.annotations.NullMarked;
