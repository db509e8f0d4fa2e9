/**
 * Looks at models without changing them: what is in a file, what it costs, how good it is. May use
 * the model, onnx, opaque, analysis, cost, data, host, progress, recipe, report, runtime, search
 * and verify packages and the SPI.
 */
@NullMarked
package dev.pluto.engine.examine;

import org.jspecify.annotations.NullMarked;
