/** What becomes of real models, as tables. */
@NullMarked
package dev.pluto.engine.survey;

import org.jspecify.annotations.NullMarked;
