/**
 * Alternatives of a model in one graph, and the concrete structures that lie in it: which nodes
 * they consist of and which decisions act on them. May use the analysis package and the SPI.
 */
@NullMarked
package dev.pluto.engine.structure;

import org.jspecify.annotations.NullMarked;
