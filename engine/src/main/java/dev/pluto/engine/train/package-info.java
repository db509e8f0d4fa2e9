/**
 * A graph as something that can be trained with DJL: forward pass with hooks, optimizer, batches,
 * checkpoints of the weights. May use the analysis and opaque packages, the SPI and DJL.
 */
@NullMarked
package dev.pluto.engine.train;

import org.jspecify.annotations.NullMarked;
