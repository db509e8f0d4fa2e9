/**
 * The task "unlabelled": samples without targets, images or arrays; quality is how near the outputs
 * come to those of the original model. May use the numpy package, the SPI, DJL's NDArray and the
 * image library.
 */
@NullMarked
package dev.pluto.plugins.unlabelled;

import org.jspecify.annotations.NullMarked;
