/**
 * The mathematics of the constrained optimization: multipliers, controller, budget ramp, bisection
 * start, projection. Plain numbers: knows neither graphs nor tensors. May use nothing but the JDK.
 */
@NullMarked
package dev.pluto.engine.lagrangian;

import org.jspecify.annotations.NullMarked;
