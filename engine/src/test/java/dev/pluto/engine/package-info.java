/** Tests of the engine as a whole. */
@NullMarked
package dev.pluto.engine;

import org.jspecify.annotations.NullMarked;
