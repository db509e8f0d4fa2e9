/**
 * The metrics that Pluto brings along: multiply-adds, parameters, storage, peak memory, latency and
 * energy. May use the SPI.
 */
@NullMarked
package dev.pluto.plugins.metrics;

import org.jspecify.annotations.NullMarked;
