/**
 * What task plugins do with samples of any kind: parts of a folder, the tenth that is held out, a
 * bounded cache, tables of text, classes and their scores. A library that each plugin bundles; may
 * use the SPI, DJL's NDArray and Commons CSV.
 */
@NullMarked
package dev.pluto.plugins.samples;

import org.jspecify.annotations.NullMarked;
