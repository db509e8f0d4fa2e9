/**
 * The task "classification": one class per image, cross-entropy, top-1. Formats turn files into
 * labelled 8-bit images; samples bring those to the model's input. May use the SPI, the image
 * library and the sample library.
 */
@NullMarked
package dev.pluto.plugins.classification;

import org.jspecify.annotations.NullMarked;
