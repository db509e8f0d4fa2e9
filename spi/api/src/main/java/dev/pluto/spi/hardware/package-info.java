/**
 * Hardware backends and the chips behind them: what a chip can run, how it fuses nodes into kernels
 * and what a kernel costs. May use the graph package, {@code dev.pluto.spi} and PF4J's
 * ExtensionPoint.
 */
@NullMarked
package dev.pluto.spi.hardware;

import org.jspecify.annotations.NullMarked;
