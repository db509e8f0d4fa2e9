/**
 * The page of a run, made from the files that it wrote: what became of the model, in words, tables
 * and curves. May use the report, report.html and report.chart packages, Jackson and the SPI.
 */
@NullMarked
package dev.pluto.engine.report.page;

import org.jspecify.annotations.NullMarked;
