/** Tests of sound files and features. */
@NullMarked
package dev.pluto.plugins.sequence.audio;

import org.jspecify.annotations.NullMarked;
