/**
 * ONNX files: protobuf bytes become a graph and back; limits on untrusted input; reduced precisions
 * as QuantizeLinear and DequantizeLinear. May use the SPI's graph package and protobuf.
 */
@NullMarked
package dev.pluto.engine.onnx;

import org.jspecify.annotations.NullMarked;
