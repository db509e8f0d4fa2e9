/**
 * What a model is trained for: data, loss and quality. May use the graph package, {@code
 * dev.pluto.spi}, DJL's NDArray and PF4J's ExtensionPoint.
 */
@NullMarked
package dev.pluto.spi.task;

import org.jspecify.annotations.NullMarked;
