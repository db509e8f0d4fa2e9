/**
 * A model file as Pluto works with it: read, simplified, with what cannot be trained in parts of
 * its own, and known by its sum. May use the onnx, floats, analysis and opaque packages and the
 * SPI.
 */
@NullMarked
package dev.pluto.engine.model;

import org.jspecify.annotations.NullMarked;
