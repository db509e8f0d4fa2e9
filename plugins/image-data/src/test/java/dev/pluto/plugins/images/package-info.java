/** Tests of image files. */
@NullMarked
package dev.pluto.plugins.images;

import org.jspecify.annotations.NullMarked;
