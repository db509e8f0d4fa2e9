package dev.pluto.engine.search;

import dev.pluto.engine.analysis.BatchNormalizationFolding;
import dev.pluto.engine.analysis.BatchNormalizationFolding.Merged;
import dev.pluto.engine.analysis.Renormalization;
import dev.pluto.engine.analysis.Renormalization.Moments;
import dev.pluto.engine.analysis.TrainedOutputs;
import dev.pluto.engine.train.MomentMeasurement;
import dev.pluto.engine.train.TrainableGraph;
import dev.pluto.engine.train.TrainingSession;
import dev.pluto.spi.graph.Graph;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;

/**
 * Networks as they are trained: with batch normalizations that the graphs of decisions, costs and
 * files do not have.
 */
record NormalizedForm(TrainingSession session, SearchTask search) {
  /** A trainable network that computes what the graph computes. */
  TrainableGraph of(Graph graph) {
    Map<String, String> values = Renormalization.values(graph, search.normalized());
    if (values.isEmpty()) {
      return plain(graph);
    }
    Map<String, Moments> moments = new HashMap<>();
    try (TrainableGraph before = plain(graph)) {
      Map<String, Moments> measured =
          MomentMeasurement.of(session, before, search.sample(), new HashSet<>(values.values()));
      values.forEach((node, value) -> moments.put(node, measured.get(value)));
    }
    return plain(Renormalization.insert(graph, moments));
  }

  /** A trainable network of just what the graph has. */
  TrainableGraph plain(Graph graph) {
    return new TrainableGraph(session, graph, search.operators()::of, TrainedOutputs.of(graph));
  }

  /** The graph with the present weights and the normalizations merged into them. */
  static Merged merged(TrainableGraph trained) {
    return BatchNormalizationFolding.merge(trained.bake());
  }
}
