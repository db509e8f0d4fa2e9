/**
 * Shows what a run does and lets the user stop it. May use the text package, {@code
 * dev.pluto.engine.progress}, JLine and the progressbar library.
 */
@NullMarked
package dev.pluto.cli.progress;

import org.jspecify.annotations.NullMarked;
