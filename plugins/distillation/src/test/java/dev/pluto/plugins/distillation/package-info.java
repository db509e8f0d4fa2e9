/** Tests of the distillation plugin. */
@NullMarked
package dev.pluto.plugins.distillation;

import org.jspecify.annotations.NullMarked;
