/**
 * Line charts as inline SVG. Drawn here: what chart libraries write has fixed colours, which are
 * unreadable on either a light or a dark page, letters as outlines of the fonts of the machine,
 * which nobody can select or have read aloud, and fifty times the size. May use the report.html
 * package.
 */
@NullMarked
package dev.pluto.engine.report.chart;

import org.jspecify.annotations.NullMarked;
