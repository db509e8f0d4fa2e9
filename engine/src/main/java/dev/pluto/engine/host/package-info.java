/**
 * Plugins: finds archives, unpacks them to a cache, loads them with PF4J, creates their extensions
 * with Guice, and reports the broken ones. May use the SPI, PF4J, Guice and SLF4J.
 */
@NullMarked
package dev.pluto.engine.host;

import org.jspecify.annotations.NullMarked;
