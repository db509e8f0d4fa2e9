/**
 * Where the program lies, where it keeps its cache and what the terminal can show, as the launcher
 * and the environment say. May use {@code dev.pluto.engine}.
 */
@NullMarked
package dev.pluto.cli.installation;

import org.jspecify.annotations.NullMarked;
