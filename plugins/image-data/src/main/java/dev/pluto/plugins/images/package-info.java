/**
 * Image files for task plugins: decoding, resampling, a bounded cache of decoded images, how near
 * one image is to another, and the parts of a folder that are for training and for validation. A
 * library that each plugin bundles; may use the SPI, the sample library and the JDK.
 */
@NullMarked
package dev.pluto.plugins.images;

import org.jspecify.annotations.NullMarked;
