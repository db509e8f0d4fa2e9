/**
 * Facts about a graph: shapes, constants, channel groups; and the edits that follow from them. May
 * use the analysis.folding package and the SPI.
 */
@NullMarked
package dev.pluto.engine.analysis;

import org.jspecify.annotations.NullMarked;
