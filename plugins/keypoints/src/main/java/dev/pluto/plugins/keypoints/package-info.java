/**
 * The task "keypoints": joints of persons and other objects by heat maps, cross-entropy with a
 * Gaussian, share of correct keypoints. May use the SPI, DJL's NDArray, the image library and the
 * sample library.
 */
@NullMarked
package dev.pluto.plugins.keypoints;

import org.jspecify.annotations.NullMarked;
