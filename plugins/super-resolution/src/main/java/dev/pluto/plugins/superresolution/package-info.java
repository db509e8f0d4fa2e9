/**
 * Super-resolution of single images: pairs of a small and a large image, PSNR. May use the SPI,
 * DJL's NDArray, the image library and the sample library.
 */
@NullMarked
package dev.pluto.plugins.superresolution;

import org.jspecify.annotations.NullMarked;
