/**
 * Search operators (pruning, quantization, distillation, ...): the decisions and loss terms that
 * they add to the one optimization. May use the graph, operator, hardware and task packages, {@code
 * dev.pluto.spi}, DJL's NDArray and PF4J's ExtensionPoint.
 */
@NullMarked
package dev.pluto.spi.search;

import org.jspecify.annotations.NullMarked;
