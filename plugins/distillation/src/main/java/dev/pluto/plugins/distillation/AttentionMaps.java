package dev.pluto.plugins.distillation;

import ai.djl.ndarray.NDArray;
import dev.pluto.spi.search.LossTerm;
import java.util.stream.IntStream;

/**
 * Compares where two feature maps look, whatever their numbers of channels: the mean square over
 * channels at each position, scaled to length 1 (Zagoruyko and Komodakis, "Paying More Attention to
 * Attention", 2017). Says nothing of maps with one position.
 */
final class AttentionMaps {
  private static final int CHANNELS = 1;

  /** Keeps maps that are 0 everywhere finite. */
  private static final float SMALLEST_LENGTH = 1e-12f;

  private AttentionMaps() {}

  /**
   * The mean over the batch of the squared distance, from 0 to 2.
   *
   * @param map shape (batch, channels, positions)
   * @param original the same with any number of channels, without gradient
   */
  static NDArray distance(NDArray map, NDArray original) {
    return attention(map).sub(attention(original)).square().sum(new int[] {1}).mean();
  }

  private static NDArray attention(NDArray map) {
    NDArray energy = map.square().mean(new int[] {CHANNELS});
    long batch = map.getShape().get(0);
    int[] others = IntStream.range(1, energy.getShape().dimension()).toArray();
    NDArray length =
        energy.square().sum(others).add(LossTerm.number(energy, SMALLEST_LENGTH)).sqrt();
    return energy.reshape(batch, -1).div(length.reshape(batch, 1));
  }
}
