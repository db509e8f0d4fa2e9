/**
 * What a model is trained for: data, loss and quality. May use the graph package and DJL's NDArray.
 */
@NullMarked
package dev.pluto.spi.task;

import org.jspecify.annotations.NullMarked;
