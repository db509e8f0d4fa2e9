/** Tests of the reader of NumPy's files. */
@NullMarked
package dev.pluto.plugins.samples.numpy;

import org.jspecify.annotations.NullMarked;
