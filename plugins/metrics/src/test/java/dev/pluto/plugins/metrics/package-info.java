/** Tests of the metrics. */
@NullMarked
package dev.pluto.plugins.metrics;

import org.jspecify.annotations.NullMarked;
