/**
 * Knowledge distillation: a loss term that compares the outputs with those of the original model.
 * May use the SPI alone.
 */
@NullMarked
package dev.pluto.plugins.distillation;

import org.jspecify.annotations.NullMarked;
