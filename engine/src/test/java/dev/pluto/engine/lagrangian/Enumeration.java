package dev.pluto.engine.lagrangian;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** The truth about small problems: every choice is looked at. */
final class Enumeration {
  private Enumeration() {}

  /** All choices of a problem. */
  static List<int[]> choices(ChoiceProblem problem) {
    List<int[]> all = new ArrayList<>();
    extend(problem, new int[problem.decisions()], 0, all);
    return all;
  }

  private static void extend(ChoiceProblem problem, int[] settings, int depth, List<int[]> all) {
    if (depth == settings.length) {
      all.add(settings.clone());
      return;
    }
    for (int s = 0; s < problem.losses()[depth].length; s++) {
      settings[depth] = s;
      extend(problem, settings, depth + 1, all);
    }
    settings[depth] = 0;
  }

  /** The least loss within the budgets; empty if no choice keeps them. */
  static OptionalDouble optimum(ChoiceProblem problem) {
    return choices(problem).stream().filter(c -> fits(problem, c)).mapToDouble(problem::loss).min();
  }

  /** Whether a choice keeps all budgets. */
  static boolean fits(ChoiceProblem problem, int[] settings) {
    return problem.violation(problem.costs(settings)) == 0;
  }

  /** All choices that differ from one in a single decision. */
  static List<int[]> neighbours(ChoiceProblem problem, int[] settings) {
    List<int[]> all = new ArrayList<>();
    for (int d = 0; d < settings.length; d++) {
      for (int s = 0; s < problem.losses()[d].length; s++) {
        if (s != settings[d]) {
          int[] changed = settings.clone();
          changed[d] = s;
          all.add(changed);
        }
      }
    }
    return all;
  }
}
