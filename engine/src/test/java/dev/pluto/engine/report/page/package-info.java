/** Tests of the page of a run. */
@NullMarked
package dev.pluto.engine.report.page;

import org.jspecify.annotations.NullMarked;
