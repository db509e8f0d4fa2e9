/**
 * HTML as values: elements, text that is always escaped, and tables. May use nothing but the JDK.
 */
@NullMarked
package dev.pluto.engine.report.html;

import org.jspecify.annotations.NullMarked;
