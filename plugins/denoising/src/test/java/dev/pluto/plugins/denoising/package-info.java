/** Tests of the task "denoising". */
@NullMarked
package dev.pluto.plugins.denoising;

import org.jspecify.annotations.NullMarked;
