/**
 * Plain text for people: tables, amounts with units, emphasis. May use {@code
 * dev.pluto.engine.report}.
 */
@NullMarked
package dev.pluto.cli.text;

import org.jspecify.annotations.NullMarked;
