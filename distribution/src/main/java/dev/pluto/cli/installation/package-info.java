/**
 * Where the program lies, where it keeps its cache and what the terminal can show, as the launcher
 * and the environment say. Uses nothing but the JDK and the engine's settings.
 */
@NullMarked
package dev.pluto.cli.installation;

import org.jspecify.annotations.NullMarked;
