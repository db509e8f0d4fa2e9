package dev.pluto.engine.search;

import dev.pluto.engine.analysis.MaterializingEditor;
import dev.pluto.engine.cost.CalibratedCosts;
import dev.pluto.engine.lagrangian.Projection;
import dev.pluto.engine.train.TrainingSession;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.search.Decision;
import dev.pluto.spi.search.Relaxation;
import dev.pluto.spi.search.TrainingContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Turns a searched structure into one concrete graph: projects the most probable settings onto the
 * budgets until the truth agrees that they hold, then removes what is to be removed. May be done
 * again after the safety margin of a metric was widened.
 */
public final class Materialization {
  private static final int MOST_PROJECTIONS = 8;

  /**
   * Attempts after which noise of a measurement is taken for the reason and margins are widened.
   */
  private static final int PATIENCE = 2;

  private static final double SMALLEST_WIDENING = 0.005;

  private final TrainingSession session;
  private final SearchTask search;
  private final CalibratedCosts costs;
  private final Constraints constraints;
  private final Truth truth;

  /** Materializes structures of one search. */
  public Materialization(
      TrainingSession session,
      SearchTask search,
      CalibratedCosts costs,
      Constraints constraints,
      Truth truth) {
    this.session = session;
    this.search = search;
    this.costs = costs;
    this.constraints = constraints;
    this.truth = truth;
  }

  /**
   * The concrete graph.
   *
   * @throws ProblemException (BUDGET) if no candidate meets the budgets
   */
  public SearchOutcome of(SearchedStructure searched) {
    int[] chosen = project(searched);
    TrainingContext context = session.context(search.graph());
    MaterializingEditor editor = new MaterializingEditor(searched.graph(), search.facts());
    List<Decision> decisions = search.space().decisions();
    for (int d = 0; d < chosen.length; d++) {
      try (Relaxation relaxation = decisions.get(d).relax(context)) {
        relaxation.restore(searched.relaxations().get(d));
        relaxation.materialize(chosen[d], editor);
      }
    }
    return new SearchOutcome(
        Arrays.stream(chosen).boxed().toList(),
        searched.multipliers().stream().map(x -> x * searched.scale()).toList(),
        searched.scale(),
        editor.result());
  }

  private static int[] array(List<Integer> settings) {
    return settings.stream().mapToInt(Integer::intValue).toArray();
  }

  private int[] project(SearchedStructure searched) {
    double[][] losses =
        searched.losses().stream()
            .map(row -> row.stream().mapToDouble(Double::doubleValue).toArray())
            .toArray(double[][]::new);
    double[] multipliers =
        searched.multipliers().stream().mapToDouble(Double::doubleValue).toArray();
    List<int[]> starts = new ArrayList<>();
    searched.bestFeasible().ifPresent(best -> starts.add(array(best)));
    starts.add(array(searched.settings()));
    for (int attempt = 0; attempt < MOST_PROJECTIONS; attempt++) {
      TableProblem problem = new TableProblem(losses, costs, constraints, constraints.limits());
      Projection projection = new Projection(problem, multipliers);
      Optional<int[]> projected =
          starts.stream()
              .map(projection::project)
              .flatMap(Optional::stream)
              .min(Comparator.comparingDouble(problem::loss));
      if (projected.isEmpty()) {
        break;
      }
      int[] settings = projected.get();
      costs.calibrate(settings, truth.measured(settings));
      double[] errors = constraints.errors(costs, settings, constraints.limits());
      if (Arrays.stream(errors).allMatch(e -> e <= 0)) {
        return settings;
      }
      if (attempt >= PATIENCE) {
        for (int c = 0; c < errors.length; c++) {
          if (errors[c] > 0) {
            costs.tighten(constraints.metrics().get(c), errors[c] + SMALLEST_WIDENING);
          }
        }
      }
    }
    throw Infeasibility.problem(search.space(), costs, constraints);
  }
}
