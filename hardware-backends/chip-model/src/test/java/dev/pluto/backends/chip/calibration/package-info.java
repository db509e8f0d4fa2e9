/** Tests of calibrations. */
@NullMarked
package dev.pluto.backends.chip.calibration;

import org.jspecify.annotations.NullMarked;
