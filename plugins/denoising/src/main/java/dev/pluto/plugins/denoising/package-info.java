/**
 * The task "denoising": clean images with additive white Gaussian noise, mean squared error, PSNR.
 * May use the SPI, DJL's NDArray, the image library and the sample library.
 */
@NullMarked
package dev.pluto.plugins.denoising;

import org.jspecify.annotations.NullMarked;
