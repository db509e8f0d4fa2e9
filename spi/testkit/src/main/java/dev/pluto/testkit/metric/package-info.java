/**
 * Metrics as a plugin would bring them: bit operations and DRAM traffic. Packed with a descriptor,
 * the testkit is such a plugin. May use the SPI.
 */
@NullMarked
package dev.pluto.testkit.metric;

import org.jspecify.annotations.NullMarked;
