/**
 * Looks at models without changing them: what is in a file, what it costs, how good it is. Also
 * fits descriptions of chips to what models were measured to cost. May use the model, onnx, opaque,
 * analysis, cost, data, host, progress, recipe, report, run, runtime, search and verify packages,
 * Commons CSV and the SPI.
 */
@NullMarked
package dev.pluto.engine.examine;

import org.jspecify.annotations.NullMarked;
