/**
 * NumPy's files of arrays: NPY, and NPZ archives of them. Files are not trusted: nothing is
 * allocated for a size that a header only promises, and pickled objects are refused. May use the
 * SPI.
 */
@NullMarked
package dev.pluto.plugins.samples.numpy;

import org.jspecify.annotations.NullMarked;
