/** Tests of what every plugin shares. */
@NullMarked
package dev.pluto.spi;

import org.jspecify.annotations.NullMarked;
