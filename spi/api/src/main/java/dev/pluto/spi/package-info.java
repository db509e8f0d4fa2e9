/**
 * What every plugin shares: the stability label of a public type, the description of a plugin
 * option and the one way to report a problem to the user. May use nothing but the JDK.
 */
@NullMarked
package dev.pluto.spi;

import org.jspecify.annotations.NullMarked;
