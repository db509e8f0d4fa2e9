/**
 * The metrics that Pluto brings along: multiply-adds, parameters, storage, peak memory and latency.
 * May use the SPI.
 */
@NullMarked
package dev.pluto.plugins.metrics;

import org.jspecify.annotations.NullMarked;
