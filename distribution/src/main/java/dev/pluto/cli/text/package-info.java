/** Plain text for people: tables, amounts with units, emphasis. Uses nothing but the JDK. */
@NullMarked
package dev.pluto.cli.text;

import org.jspecify.annotations.NullMarked;
