/** Tests of alternatives in one graph. */
@NullMarked
package dev.pluto.engine.structure;

import org.jspecify.annotations.NullMarked;
