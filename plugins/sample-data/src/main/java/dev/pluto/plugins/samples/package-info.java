/**
 * What task plugins do with samples of any kind: a tenth that is held out, a bounded cache,
 * problems that are gathered. A library that each plugin bundles; may use the SPI.
 */
@NullMarked
package dev.pluto.plugins.samples;

import org.jspecify.annotations.NullMarked;
