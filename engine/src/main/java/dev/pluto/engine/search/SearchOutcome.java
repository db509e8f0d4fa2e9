package dev.pluto.engine.search;

import dev.pluto.spi.graph.Graph;
import java.util.List;

/**
 * How the search ended.
 *
 * @param settings the chosen setting of each decision
 * @param multipliers by constraint, in units of the task loss; none if the search had none
 * @param scale task loss that counted as 1
 * @param graph the structure that was chosen, with the weights of the search
 */
public record SearchOutcome(
    List<Integer> settings, List<Double> multipliers, double scale, Graph graph) {
  /** Copies the lists. */
  public SearchOutcome {
    settings = List.copyOf(settings);
    multipliers = List.copyOf(multipliers);
  }
}
