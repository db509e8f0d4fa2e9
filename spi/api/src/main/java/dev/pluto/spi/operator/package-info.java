/**
 * One ONNX operator: its shapes, how channels travel through it, its differentiable forward form
 * and its multiply-accumulates. May use the graph package, {@code dev.pluto.spi}, DJL's NDArray and
 * PF4J's ExtensionPoint.
 */
@NullMarked
package dev.pluto.spi.operator;

import org.jspecify.annotations.NullMarked;
