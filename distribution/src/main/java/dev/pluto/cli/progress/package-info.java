/** Shows what a run does and lets the user stop it. May use the engine's progress package. */
@NullMarked
package dev.pluto.cli.progress;

import org.jspecify.annotations.NullMarked;
