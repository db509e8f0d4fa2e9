/**
 * The model as an immutable graph: nodes with ONNX operator names, typed and shaped values,
 * constant tensors, the precision of each of them, and the channel groups found in it. May use
 * {@code dev.pluto.spi} and the JDK; holds no native memory.
 */
@NullMarked
package dev.pluto.spi.graph;

import org.jspecify.annotations.NullMarked;
