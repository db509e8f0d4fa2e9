/**
 * Search operators (pruning, quantization, distillation, ...): the decisions and loss terms that
 * they add to the one optimization. May use the graph, operator and hardware packages and DJL's
 * NDArray.
 */
@NullMarked
package dev.pluto.spi.search;

import org.jspecify.annotations.NullMarked;
