/** Tests of what all tasks do with samples. */
@NullMarked
package dev.pluto.plugins.samples.files;

import org.jspecify.annotations.NullMarked;
