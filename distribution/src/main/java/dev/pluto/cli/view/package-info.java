/**
 * Results of the engine as text and JSON. May use the text package, {@code
 * dev.pluto.engine.report}, {@code dev.pluto.engine.host}, the SPI's hardware package and Jackson.
 */
@NullMarked
package dev.pluto.cli.view;

import org.jspecify.annotations.NullMarked;
