package dev.pluto.engine.search;

import dev.pluto.engine.analysis.ChannelFacts;
import dev.pluto.engine.analysis.Operators;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.task.OutputMeaning;
import dev.pluto.spi.task.Samples;
import dev.pluto.spi.task.Task;
import java.util.List;

/**
 * What is to be searched and trained.
 *
 * @param graph the original model, simplified
 * @param facts its channels
 * @param samples training samples
 * @param meanings what the outputs mean, in graph order
 */
public record SearchTask(
    Graph graph,
    ChannelFacts facts,
    Operators operators,
    SearchSpace space,
    Task<?> task,
    Samples samples,
    List<OutputMeaning> meanings,
    Plan plan) {

  /**
   * How long and how fast to train.
   *
   * @param searchSteps steps while the structure is searched
   * @param recoverySteps steps after it is frozen
   * @param batch samples per step
   * @param rate peak learning rate of the weights
   */
  public record Plan(int searchSteps, int recoverySteps, int batch, double rate, long seed) {
    /** Steps of both parts. */
    public int steps() {
      return searchSteps + recoverySteps;
    }
  }
}
