/**
 * Sound: WAV files as samples of one channel, at another rate, and as the features that networks
 * take. May use the SPI, the sample library and JTransforms.
 */
@NullMarked
package dev.pluto.plugins.sequence.audio;

import org.jspecify.annotations.NullMarked;
