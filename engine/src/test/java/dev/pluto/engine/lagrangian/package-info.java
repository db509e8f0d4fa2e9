/** Tests of the mathematics, on problems whose answers are known or can be enumerated. */
@NullMarked
package dev.pluto.engine.lagrangian;

import org.jspecify.annotations.NullMarked;
