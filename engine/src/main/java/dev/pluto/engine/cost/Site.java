package dev.pluto.engine.cost;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * A place whose cost depends on a few decisions only. Every cost that was worked out once is
 * remembered.
 */
final class Site {
  private final int[] decisions;
  private final Function<int[], double[]> evaluation;
  private final Map<Key, double[]> known = new HashMap<>();

  /**
   * A site.
   *
   * @param decisions the decisions that matter, ascending; a decision that occurs in several of the
   *     site's tensors is one axis
   * @param evaluation the cost of every metric under a candidate
   */
  Site(int[] decisions, Function<int[], double[]> evaluation) {
    this.decisions = decisions;
    this.evaluation = evaluation;
  }

  /** The decisions that matter here. */
  int[] decisions() {
    return decisions;
  }

  /** Costs by metric; not to be changed by the caller. */
  double[] cost(int[] settings) {
    int[] mine = new int[decisions.length];
    for (int i = 0; i < mine.length; i++) {
      mine[i] = settings[decisions[i]];
    }
    return known.computeIfAbsent(new Key(mine), k -> evaluation.apply(settings));
  }

  private static final class Key {
    private final int[] settings;
    private final int hash;

    Key(int[] settings) {
      this.settings = settings;
      this.hash = Arrays.hashCode(settings);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key k && Arrays.equals(settings, k.settings);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }
}
