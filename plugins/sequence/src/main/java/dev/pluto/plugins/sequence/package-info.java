/**
 * The task "sequence": one class per sequence, cross-entropy, top-1. Formats find recordings with
 * their labels; a front end makes features of equal length of them, which are kept; samples scale
 * and vary those. May use the audio package, the SPI, DJL's NDArray and the sample library.
 */
@NullMarked
package dev.pluto.plugins.sequence;

import org.jspecify.annotations.NullMarked;
