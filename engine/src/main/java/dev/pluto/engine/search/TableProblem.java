package dev.pluto.engine.search;

import dev.pluto.engine.cost.CalibratedCosts;
import dev.pluto.engine.lagrangian.ChoiceProblem;
import dev.pluto.engine.structure.Structure;
import dev.pluto.engine.structure.Structures;
import java.util.Arrays;

/** The choice of settings as the sensitivity table and the cost model see it. */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record TableProblem(
    double[][] losses, CalibratedCosts costs, Constraints constraints, double[] budgets)
    implements ChoiceProblem {
  @Override
  public double[] costs(int[] settings) {
    return constraints.pick(costs.cost(settings));
  }

  @Override
  public double[][] options(int[] settings, int decision) {
    double[][] options = costs.options(settings, decision);
    for (int s = 0; s < options.length; s++) {
      options[s] = constraints.pick(options[s]);
    }
    return options;
  }

  @Override
  public double loss(int[] settings) {
    Structure structure = structures().of(settings);
    double sum = 0;
    for (int d = 0; d < settings.length; d++) {
      sum += structure.has(d) ? losses[d][settings[d]] : 0;
    }
    return sum;
  }

  @Override
  public double[] lossOptions(int[] settings, int decision) {
    if (structures().isStructural(decision)) {
      return ChoiceProblem.super.lossOptions(settings, decision);
    }
    double sum = loss(settings);
    double[] own = losses[decision];
    boolean matters = structures().of(settings).has(decision);
    return Arrays.stream(own).map(l -> matters ? sum + l - own[settings[decision]] : sum).toArray();
  }

  @Override
  public int[] showing(int[] settings, int decision) {
    return structures().showing(settings, decision);
  }

  private Structures structures() {
    return costs.model().structures();
  }
}
