/** Tests of what a run leaves on disk. */
@NullMarked
package dev.pluto.engine.run;

import org.jspecify.annotations.NullMarked;
