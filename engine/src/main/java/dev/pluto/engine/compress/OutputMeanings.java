package dev.pluto.engine.compress;

import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.task.OutputMeaning;
import dev.pluto.spi.task.Task;
import java.util.ArrayList;
import java.util.List;

/** What outputs mean: the task knows what they stand for, the graph how they are computed. */
final class OutputMeanings {
  private OutputMeanings() {}

  /** Meanings in graph order; class scores behind a Softmax are probabilities. */
  static List<OutputMeaning> of(Task<?> task, Graph graph) {
    List<OutputMeaning> told = task.outputs(graph.outputs());
    List<OutputMeaning> meanings = new ArrayList<>();
    for (int i = 0; i < told.size(); i++) {
      boolean softmax =
          graph.producer(graph.outputs().get(i).name()).map(Node::opType).stream()
              .anyMatch("Softmax"::equals);
      meanings.add(
          softmax && told.get(i) instanceof OutputMeaning.ClassLogits logits
              ? new OutputMeaning.ClassProbabilities(logits.axis())
              : told.get(i));
    }
    return List.copyOf(meanings);
  }
}
