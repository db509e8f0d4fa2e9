/** Tests of the task "sequence". */
@NullMarked
package dev.pluto.plugins.sequence;

import org.jspecify.annotations.NullMarked;
