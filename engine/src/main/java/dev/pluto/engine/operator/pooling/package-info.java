/**
 * Operators that summarize windows or whole feature maps. May use the SPI and the operator.base
 * package.
 */
@NullMarked
package dev.pluto.engine.operator.pooling;

import org.jspecify.annotations.NullMarked;
