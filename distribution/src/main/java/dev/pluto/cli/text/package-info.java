/**
 * Plain text for people: tables, amounts with units, emphasis. May use the engine's report package.
 */
@NullMarked
package dev.pluto.cli.text;

import org.jspecify.annotations.NullMarked;
