/**
 * Trains a network from given weights, without compressing it. May use the model, data, host,
 * train, verify, examine, recipe and report packages and the SPI.
 */
@NullMarked
package dev.pluto.engine.pretrain;

import org.jspecify.annotations.NullMarked;
