package dev.pluto.engine.analysis;

import dev.pluto.spi.operator.Channels;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A product of a trace in classes instead of elements. */
final class ClassProduct {
  private final int[] combinations;
  private final List<int[]> factors;

  private ClassProduct(int[] combinations, List<int[]> factors) {
    this.combinations = combinations;
    this.factors = factors;
  }

  /** The product in the classes that its elements have when all nodes have spoken. */
  static ClassProduct of(TraceState.Product product, TraceState state) {
    return new ClassProduct(
        classes(product.combinations(), state),
        product.factors().stream().map(f -> classes(f, state)).toList());
  }

  private static int[] classes(Channels channels, TraceState state) {
    return Arrays.stream(channels.ids()).map(state::classOf).toArray();
  }

  /** Number of combinations. */
  int size() {
    return combinations.length;
  }

  /** Number of factors. */
  int factors() {
    return factors.size();
  }

  /** Number of channels of a factor. */
  int size(int factor) {
    return factors.get(factor).length;
  }

  /** Class of a combination. */
  int combination(int place) {
    return combinations[place];
  }

  /** Class of a factor's channel. */
  int channel(int factor, int place) {
    return factors.get(factor)[place];
  }

  /** The place in a factor of a combination. */
  int placeOf(int combination, int factor) {
    return combination / distance(factor) % size(factor);
  }

  /** The classes of the factors' channels that make up a combination. */
  IntStream channelsOf(int combination) {
    return IntStream.range(0, factors.size()).map(f -> channel(f, placeOf(combination, f)));
  }

  /** The classes of the combinations that have a factor at a place. */
  IntStream with(int factor, int place) {
    int distance = distance(factor);
    int each = size(factor);
    return IntStream.range(0, combinations.length / each)
        .map(i -> combinations[(i / distance * each + place) * distance + i % distance]);
  }

  /** Distance of combinations that differ by one in a factor. */
  private int distance(int factor) {
    int distance = 1;
    for (int f = factor + 1; f < factors.size(); f++) {
      distance *= size(f);
    }
    return distance;
  }

  /** Whether no combination can go. */
  boolean isFixed(@Nullable String[] reasons) {
    return Arrays.stream(combinations).allMatch(c -> reasons[c] != null);
  }

  /**
   * Adds what follows from reasons: a factor's channel stays with any of its combinations, a
   * combination with all of its factors' channels. Says whether anything was added.
   */
  boolean spread(@Nullable String[] reasons) {
    boolean added = false;
    for (int c = 0; c < combinations.length; c++) {
      String reason = reasons[combinations[c]];
      if (reason != null) {
        for (int f = 0; f < factors.size(); f++) {
          int channel = channel(f, placeOf(c, f));
          added |= reasons[channel] == null;
          reasons[channel] = reasons[channel] == null ? reason : reasons[channel];
        }
      } else if (channelsOf(c).allMatch(channel -> reasons[channel] != null)) {
        reasons[combinations[c]] = reasons[channel(0, placeOf(c, 0))];
        added = true;
      }
    }
    return added;
  }
}
