package dev.pluto.spi.search;

import dev.pluto.spi.Api;
import java.util.random.RandomGenerator;

/**
 * How a position is drawn in one step.
 *
 * @param temperature of the softmax or the noise; falls as the search goes on
 * @param hard whether the forward pass sees one setting alone (straight-through gradients)
 * @param random the search's generator
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public record Sampling(double temperature, boolean hard, RandomGenerator random) {}
