package dev.pluto.engine.search;

import dev.pluto.engine.cost.CalibratedCosts;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.Graph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Turns a searched structure into one concrete graph: projects the most probable settings onto the
 * budgets, learns the truth about the result and projects again, until the budgets truly hold and
 * nothing better is found, then removes what is to be removed. May be done again after the safety
 * margin of a metric was widened.
 */
public final class Materialization {
  private static final int MOST_PROJECTIONS = 8;

  /** Attempts after which the projection aims below the budgets that it keeps missing. */
  private static final int PATIENCE = 2;

  private static final double SMALLEST_LOWERING = 0.005;
  private static final double MOST_LOWERING = 0.5;

  private final Optimization optimization;
  private final SearchTask search;
  private final CalibratedCosts costs;
  private final Constraints constraints;
  private final BudgetProjection projection;

  /**
   * Materializes structures of one search.
   *
   * @param projection brings them within the budgets as the cost model sees them
   */
  public Materialization(Optimization optimization, BudgetProjection projection) {
    this.optimization = optimization;
    this.search = optimization.search();
    this.costs = optimization.costs();
    this.constraints = optimization.constraints();
    this.projection = projection;
  }

  /**
   * The concrete graph.
   *
   * @throws ProblemException (BUDGET) if no candidate meets the budgets
   */
  public SearchOutcome of(SearchedStructure searched) {
    try (RelaxedStructure structure =
        new RelaxedStructure(search.space(), optimization.session().context(search.graph()))) {
      structure.restore(searched.relaxations());
      int[] chosen = project(searched, structure);
      Graph weights = new StartingWeights(optimization, structure).of(searched.graph(), chosen);
      return new SearchOutcome(
          Arrays.stream(chosen).boxed().toList(),
          searched.multipliers().stream().map(x -> x * searched.scale()).toList(),
          searched.scale(),
          structure.materialized(chosen, weights, search.facts()));
    }
  }

  private static int[] array(List<Integer> settings) {
    return settings.stream().mapToInt(Integer::intValue).toArray();
  }

  private int[] project(SearchedStructure searched, RelaxedStructure structure) {
    double[][] losses =
        searched.losses().stream()
            .map(row -> row.stream().mapToDouble(Double::doubleValue).toArray())
            .toArray(double[][]::new);
    double[] multipliers = new double[constraints.size()];
    for (int c = 0; c < searched.multipliers().size(); c++) {
      multipliers[c] = searched.multipliers().get(c);
    }
    List<int[]> starts = new ArrayList<>();
    searched.bestFeasible().ifPresent(best -> starts.add(array(best)));
    starts.add(array(searched.settings()));
    // What was learned on the way to them was of other candidates.
    costs.forget();
    starts.forEach(start -> learn(start, searched, structure));
    Optional<int[]> best = Optional.empty();
    double[] aims = constraints.limits();
    for (int attempt = 0; attempt < MOST_PROJECTIONS; attempt++) {
      TableProblem problem = optimization.problem(losses, aims);
      Optional<int[]> projected =
          starts.stream()
              .map(from -> projection.project(problem, multipliers, from))
              .flatMap(Optional::stream)
              .min(Comparator.comparingDouble(problem::loss));
      if (projected.isEmpty()) {
        break;
      }
      int[] settings = projected.get();
      if (best.isPresent() && problem.loss(settings) >= problem.loss(best.get())) {
        return best.get();
      }
      learn(settings, searched, structure);
      double[] errors = constraints.errors(costs, settings, constraints.limits());
      if (Arrays.stream(errors).allMatch(e -> e <= 0)) {
        // What was learned may show room for more; so it is projected once again.
        best = Optional.of(settings);
        starts.add(settings);
      } else if (best.isEmpty() && attempt >= PATIENCE) {
        lower(aims, errors);
      }
    }
    return best.orElseThrow(() -> Infeasibility.problem(search.space(), costs, constraints));
  }

  private void learn(int[] settings, SearchedStructure searched, RelaxedStructure structure) {
    Graph graph = structure.materialized(settings, searched.graph(), search.facts());
    costs.calibrate(settings, optimization.truth().of(graph));
  }

  /** What is known of the candidates that missed is exact, so only the aim of others is lowered. */
  private static void lower(double[] aims, double[] errors) {
    for (int c = 0; c < aims.length; c++) {
      if (errors[c] > 0) {
        aims[c] *= 1 - Math.min(MOST_LOWERING, errors[c] + SMALLEST_LOWERING);
      }
    }
  }
}
