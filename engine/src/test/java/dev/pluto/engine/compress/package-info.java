/** Tests of the main job's parts. */
@NullMarked
package dev.pluto.engine.compress;

import org.jspecify.annotations.NullMarked;
