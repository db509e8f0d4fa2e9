/** Tests of the search. */
@NullMarked
package dev.pluto.engine.search;

import org.jspecify.annotations.NullMarked;
