/**
 * What the operator definitions share: TorchScript text, axes, broadcasting, the geometry of
 * sliding windows, and the phrases in which channels are traced. May use the SPI.
 */
@NullMarked
package dev.pluto.engine.operator.base;

import org.jspecify.annotations.NullMarked;
