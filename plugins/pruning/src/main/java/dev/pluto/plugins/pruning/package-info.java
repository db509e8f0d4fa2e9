/**
 * Structured pruning: one width decision per channel group. Channels are removed physically; while
 * the search runs, masks on the weights that read them stand for their removal. May use the SPI
 * alone.
 */
@NullMarked
package dev.pluto.plugins.pruning;

import org.jspecify.annotations.NullMarked;
