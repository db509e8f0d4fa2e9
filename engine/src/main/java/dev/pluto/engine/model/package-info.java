/**
 * A model file as Pluto works with it: read, simplified, and known by its sum. May use the onnx and
 * analysis packages and the SPI.
 */
@NullMarked
package dev.pluto.engine.model;

import org.jspecify.annotations.NullMarked;
