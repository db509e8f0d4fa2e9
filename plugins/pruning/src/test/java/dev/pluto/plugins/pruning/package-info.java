/** Tests of the pruning plugin. */
@NullMarked
package dev.pluto.plugins.pruning;

import org.jspecify.annotations.NullMarked;
