/**
 * What can be budgeted: a metric, its unit and how it is counted. May use the graph and hardware
 * packages, {@code dev.pluto.spi} and PF4J's ExtensionPoint.
 */
@NullMarked
package dev.pluto.spi.metric;

import org.jspecify.annotations.NullMarked;
