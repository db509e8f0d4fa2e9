/** Tests of described chips. */
@NullMarked
package dev.pluto.backends.chip;

import org.jspecify.annotations.NullMarked;
