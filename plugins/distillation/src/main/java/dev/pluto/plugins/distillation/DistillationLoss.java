package dev.pluto.plugins.distillation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.pluto.spi.search.LossTerm;
import java.util.List;

/**
 * The sum of the comparisons of all outputs.
 *
 * @param weight its factor beside the task loss
 * @param comparisons one per output, in graph order
 */
record DistillationLoss(double weight, List<OutputComparison> comparisons) implements LossTerm {
  DistillationLoss {
    comparisons = List.copyOf(comparisons);
  }

  @Override
  public String name() {
    return DistillationOperator.NAME;
  }

  @Override
  public NDArray loss(NDList outputs, NDList teacherOutputs) {
    NDArray sum = comparisons.get(0).compare(outputs.get(0), teacherOutputs.get(0));
    for (int i = 1; i < comparisons.size(); i++) {
      sum = sum.add(comparisons.get(i).compare(outputs.get(i), teacherOutputs.get(i)));
    }
    return sum;
  }
}
