/** Tests of the strategies that need no training. */
@NullMarked
package dev.pluto.engine.search.strategy;

import org.jspecify.annotations.NullMarked;
