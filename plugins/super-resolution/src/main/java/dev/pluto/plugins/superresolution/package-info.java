/**
 * Super-resolution of single images: pairs of a small and a large image, PSNR. May use the SPI,
 * DJL's NDArray and the image library.
 */
@NullMarked
package dev.pluto.plugins.superresolution;

import org.jspecify.annotations.NullMarked;
