/**
 * Neural architecture search in a given network: cheaper ways to compute single layers, activations
 * and residual blocks, fitted to what they stand in for, and the choice among them. May use the SPI
 * and Hipparchus.
 */
@NullMarked
package dev.pluto.plugins.nas;

import org.jspecify.annotations.NullMarked;
