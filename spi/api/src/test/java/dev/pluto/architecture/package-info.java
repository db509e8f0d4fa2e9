/** Rules on packages and their dependencies that every module's own test takes over. */
@NullMarked
package dev.pluto.architecture;

import org.jspecify.annotations.NullMarked;
