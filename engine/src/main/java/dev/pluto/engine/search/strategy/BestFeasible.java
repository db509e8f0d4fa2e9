package dev.pluto.engine.search.strategy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Remembers the discretised structure that met the final budgets with the lowest loss. */
final class BestFeasible {
  private List<Integer> settings = List.of();
  private double loss = Double.POSITIVE_INFINITY;

  /**
   * Offers a structure.
   *
   * @param errors cost / final budget − 1, by constraint
   * @param smoothedLoss loss of the steps up to now; NaN counts as no better
   */
  void offer(int[] candidate, double[] errors, double smoothedLoss) {
    if (smoothedLoss < loss && Arrays.stream(errors).allMatch(e -> e <= 0)) {
      settings = Arrays.stream(candidate).boxed().toList();
      loss = smoothedLoss;
    }
  }

  /** The best structure; empty if none met the budgets. */
  Optional<List<Integer>> settings() {
    return settings.isEmpty() ? Optional.empty() : Optional.of(settings);
  }
}
