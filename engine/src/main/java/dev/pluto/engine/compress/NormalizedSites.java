package dev.pluto.engine.compress;

import dev.pluto.engine.analysis.Renormalization;
import dev.pluto.engine.analysis.Types;
import dev.pluto.engine.model.ImportedModel;
import dev.pluto.engine.recipe.Recipe.BatchNormalization;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.task.OutputMeaning;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which convolutions are trained with a batch normalization behind them. */
final class NormalizedSites {
  private NormalizedSites() {}

  /**
   * Names of nodes. Unless the recipe says otherwise: where the file has batch normalizations,
   * those that had one. Where it has none, it may have come folded, and all get one; but not in
   * networks that make images or other signals, which are built without and whose range it would
   * take away.
   *
   * @param graph the model without batch normalizations
   * @param types of that graph
   * @param meanings what its outputs mean
   */
  static Set<String> of(
      BatchNormalization wanted,
      ImportedModel model,
      Graph graph,
      Types types,
      List<OutputMeaning> meanings) {
    boolean told =
        model.given().nodes().stream().anyMatch(n -> n.opType().equals("BatchNormalization"));
    boolean signals = meanings.stream().anyMatch(m -> m instanceof OutputMeaning.Signal);
    if (wanted == BatchNormalization.NEVER
        || (wanted == BatchNormalization.AUTO && !told && signals)) {
      return Set.of();
    }
    Set<String> sites = new HashSet<>(Renormalization.sites(graph, types));
    if (wanted == BatchNormalization.AUTO && told) {
      sites.retainAll(Renormalization.folded(model.given(), model.graph()));
    }
    return sites;
  }
}
