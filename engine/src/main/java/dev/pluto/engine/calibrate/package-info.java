/**
 * Fits descriptions of chips to what models were measured to cost: reads the table of measurements
 * and the models, hands both to the plugin that describes chips, and writes what that finds. May
 * use the model, analysis, cost, examine, host, progress, report and run packages, Commons CSV and
 * the SPI.
 */
@NullMarked
package dev.pluto.engine.calibrate;

import org.jspecify.annotations.NullMarked;
