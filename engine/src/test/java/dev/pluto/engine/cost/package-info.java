/** Tests of what candidates cost, on random graphs and on graphs counted by hand. */
@NullMarked
package dev.pluto.engine.cost;

import org.jspecify.annotations.NullMarked;
