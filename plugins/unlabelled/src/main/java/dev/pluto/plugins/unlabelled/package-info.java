/**
 * The task "unlabelled": samples without targets, images or arrays; quality is how near the outputs
 * come to those of the original model. May use the SPI, DJL's NDArray, the image library and the
 * sample library.
 */
@NullMarked
package dev.pluto.plugins.unlabelled;

import org.jspecify.annotations.NullMarked;
