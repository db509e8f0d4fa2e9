/**
 * What the user asks for: YAML and flags become typed, checked records; all errors at once, each
 * with its key path. May use the SPI and Jackson.
 */
@NullMarked
package dev.pluto.engine.recipe;

import org.jspecify.annotations.NullMarked;
