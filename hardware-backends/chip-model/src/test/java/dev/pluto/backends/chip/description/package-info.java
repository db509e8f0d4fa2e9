/** Tests of descriptions. */
@NullMarked
package dev.pluto.backends.chip.description;

import org.jspecify.annotations.NullMarked;
