/**
 * Contract checks for plugins, as plain Java: the engine implements {@link
 * dev.pluto.testkit.TestHost} and is found by the service loader; JUnit tests and the command line
 * call the checks. May use the SPI and the JDK.
 */
@NullMarked
package dev.pluto.testkit;

import org.jspecify.annotations.NullMarked;
