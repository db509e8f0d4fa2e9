/**
 * The demonstration: images that the program draws, a small residual network for them, and its
 * training. May use {@code dev.pluto.engine}, {@code dev.pluto.engine.pretrain}, {@code
 * dev.pluto.engine.progress}, {@code dev.pluto.engine.recipe}, {@code dev.pluto.engine.report} and
 * the SPI.
 */
@NullMarked
package dev.pluto.cli.demo;

import org.jspecify.annotations.NullMarked;
