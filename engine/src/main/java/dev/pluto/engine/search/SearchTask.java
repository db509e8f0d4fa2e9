package dev.pluto.engine.search;

import dev.pluto.engine.analysis.ChannelFacts;
import dev.pluto.engine.analysis.Operators;
import dev.pluto.engine.train.Batch;
import dev.pluto.engine.train.Batches;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.task.OutputMeaning;
import dev.pluto.spi.task.Samples;
import dev.pluto.spi.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What is to be searched and trained.
 *
 * @param graph the original model, simplified, with all alternatives
 * @param facts its channels
 * @param samples training samples
 * @param meanings what the outputs mean, in graph order
 * @param normalized names of the nodes that are trained with a batch normalization behind them
 */
public record SearchTask(
    Graph graph,
    ChannelFacts facts,
    Operators operators,
    SearchSpace space,
    Task<?> task,
    Samples samples,
    List<OutputMeaning> meanings,
    Set<String> normalized,
    Plan plan) {

  /** Copies the collections. */
  public SearchTask {
    meanings = List.copyOf(meanings);
    normalized = Set.copyOf(normalized);
  }

  /**
   * The batches from a step of the training on. Those before step 0 belong to the sensitivity
   * table.
   */
  public Batches batches(int step) {
    long first = Sensitivity.GRADIENT_BATCHES + (long) step;
    return new Batches(samples, plan.batch(), plan.seed(), first);
  }

  /** Batches that are looked at before anything is trained. */
  List<Batch> sample() {
    List<Batch> sample = new ArrayList<>();
    try (Batches batches = batches(-Sensitivity.GRADIENT_BATCHES)) {
      for (int i = 0; i < Sensitivity.GRADIENT_BATCHES; i++) {
        sample.add(batches.next());
      }
    }
    return sample;
  }
}
