package dev.pluto.engine.search;

import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.search.StateDict;
import java.util.List;
import java.util.Optional;

/**
 * Where a search ended: all that the materialization needs, so that it can be done again.
 *
 * @param graph the graph with all alternatives and the weights of the search
 * @param relaxations state of each decision's relaxation
 * @param settings the most probable setting of each decision
 * @param bestFeasible the settings that met the budgets with the lowest loss, if any did
 * @param losses the sensitivity table in units of the scale, by decision and setting
 * @param multipliers by constraint, in units of the scaled loss; none if the search had none
 * @param scale task loss that counted as 1
 */
public record SearchedStructure(
    Graph graph,
    List<StateDict> relaxations,
    List<Integer> settings,
    Optional<List<Integer>> bestFeasible,
    List<List<Double>> losses,
    List<Double> multipliers,
    double scale) {
  /** Copies the lists. */
  public SearchedStructure {
    relaxations = List.copyOf(relaxations);
    settings = List.copyOf(settings);
    bestFeasible = bestFeasible.map(List::copyOf);
    losses = losses.stream().map(List::copyOf).toList();
    multipliers = List.copyOf(multipliers);
  }
}
