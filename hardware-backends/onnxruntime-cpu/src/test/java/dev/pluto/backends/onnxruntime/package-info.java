/** Tests of this machine's processor. */
@NullMarked
package dev.pluto.backends.onnxruntime;

import org.jspecify.annotations.NullMarked;
