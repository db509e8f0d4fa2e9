/** Tests of the task "super-resolution". */
@NullMarked
package dev.pluto.plugins.superresolution;

import org.jspecify.annotations.NullMarked;
