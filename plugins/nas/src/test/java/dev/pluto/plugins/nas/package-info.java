/** Tests of alternatives and of the choice among them. */
@NullMarked
package dev.pluto.plugins.nas;

import org.jspecify.annotations.NullMarked;
