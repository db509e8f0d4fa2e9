/** Tests of model files as Pluto works with them. */
@NullMarked
package dev.pluto.engine.model;

import org.jspecify.annotations.NullMarked;
