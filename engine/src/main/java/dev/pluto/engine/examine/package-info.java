/**
 * Looks at models without changing them: what is in a file, what it costs, how good it is. May use
 * the model, cost, data, host, recipe, report, search and verify packages and the SPI.
 */
@NullMarked
package dev.pluto.engine.examine;

import org.jspecify.annotations.NullMarked;
