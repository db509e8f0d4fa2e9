/**
 * This machine's processor behind ONNX Runtime, timed for real: single kernels by microbenchmarks,
 * whole models side by side. May use the SPI and ONNX Runtime.
 */
@NullMarked
package dev.pluto.backends.onnxruntime;

import org.jspecify.annotations.NullMarked;
