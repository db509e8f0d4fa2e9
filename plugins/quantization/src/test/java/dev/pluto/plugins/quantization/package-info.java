/** Tests of the quantization plugin. */
@NullMarked
package dev.pluto.plugins.quantization;

import org.jspecify.annotations.NullMarked;
