package dev.pluto.engine.compress;

import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.ValueInfo;
import dev.pluto.spi.task.OutputMeaning;
import dev.pluto.spi.task.Task;
import java.util.ArrayList;
import java.util.List;

/** What outputs mean: the task knows what they stand for, the graph how they are computed. */
final class OutputMeanings {
  private OutputMeanings() {}

  /**
   * Meanings in the order of the values. Class scores behind a Softmax are probabilities, and so is
   * a vector behind a Softmax that the task knows nothing of.
   *
   * @param trained the values that training looks at
   */
  static List<OutputMeaning> of(Task<?> task, Graph graph, List<ValueInfo> trained) {
    List<OutputMeaning> told = task.outputs(trained);
    List<OutputMeaning> meanings = new ArrayList<>();
    for (int i = 0; i < told.size(); i++) {
      ValueInfo output = trained.get(i);
      boolean softmax =
          graph.producer(output.name()).map(Node::opType).stream().anyMatch("Softmax"::equals);
      meanings.add(softmax ? behindSoftmax(told.get(i), output) : told.get(i));
    }
    return List.copyOf(meanings);
  }

  private static OutputMeaning behindSoftmax(OutputMeaning told, ValueInfo output) {
    if (told instanceof OutputMeaning.ClassLogits logits) {
      return new OutputMeaning.ClassProbabilities(logits.axis());
    }
    boolean vector = output.dimensions().map(sizes -> sizes.size() == 2).orElse(false);
    return vector && told instanceof OutputMeaning.Unknown
        ? new OutputMeaning.ClassProbabilities(1)
        : told;
  }
}
