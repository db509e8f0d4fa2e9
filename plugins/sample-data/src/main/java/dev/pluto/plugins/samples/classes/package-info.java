/**
 * Classes and their scores: cross-entropy, top-1, and whether a model's outputs fit the classes.
 * May use the SPI and DJL's NDArray.
 */
@NullMarked
package dev.pluto.plugins.samples.classes;

import org.jspecify.annotations.NullMarked;
