package dev.pluto.engine.search;

import dev.pluto.engine.analysis.ChannelFacts;
import dev.pluto.engine.analysis.Operators;
import dev.pluto.engine.train.Batches;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.task.OutputMeaning;
import dev.pluto.spi.task.Samples;
import dev.pluto.spi.task.Task;
import java.util.List;

/**
 * What is to be searched and trained.
 *
 * @param graph the original model, simplified, with all alternatives
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
   * The batches from a step of the training on. Those before step 0 belong to the sensitivity
   * table.
   */
  public Batches batches(int step) {
    long first = Sensitivity.GRADIENT_BATCHES + (long) step;
    return new Batches(samples, plan.batch(), plan.seed(), first);
  }
}
