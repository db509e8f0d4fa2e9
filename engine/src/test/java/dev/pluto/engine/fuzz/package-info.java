/** Broken and hostile models, made at random and guided by what code they reach. */
@NullMarked
package dev.pluto.engine.fuzz;

import org.jspecify.annotations.NullMarked;
