/**
 * How a run tells what it does and learns that the user wants to stop. May use nothing but the JDK.
 */
@NullMarked
package dev.pluto.engine.progress;

import org.jspecify.annotations.NullMarked;
