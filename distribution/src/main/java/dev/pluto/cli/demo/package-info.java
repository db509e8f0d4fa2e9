/**
 * The demonstration: images that the program draws, a small residual network for them, and its
 * training. May use the engine.
 */
@NullMarked
package dev.pluto.cli.demo;

import org.jspecify.annotations.NullMarked;
