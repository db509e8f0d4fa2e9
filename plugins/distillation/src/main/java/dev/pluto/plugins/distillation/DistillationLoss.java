package dev.pluto.plugins.distillation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.pluto.spi.search.LossTerm;
import java.util.List;

/**
 * The sum of the comparisons of all outputs, and of feature maps inside the network.
 *
 * @param weight its factor beside the task loss
 * @param comparisons one per output, in graph order
 * @param featureWeight factor of the mean comparison of feature maps beside that of the outputs
 * @param features the feature maps
 */
record DistillationLoss(
    double weight, List<OutputComparison> comparisons, double featureWeight, List<String> features)
    implements LossTerm {
  DistillationLoss {
    comparisons = List.copyOf(comparisons);
    features = List.copyOf(features);
  }

  @Override
  public String name() {
    return DistillationOperator.NAME;
  }

  @Override
  public NDArray loss(Activations model, Activations original) {
    NDList outputs = model.outputs();
    NDList originals = original.outputs();
    NDArray sum = comparisons.get(0).compare(outputs.get(0), originals.get(0));
    for (int i = 1; i < comparisons.size(); i++) {
      sum = sum.add(comparisons.get(i).compare(outputs.get(i), originals.get(i)));
    }
    int maps = model.features().size();
    for (int i = 0; i < maps; i++) {
      NDArray distance =
          AttentionMaps.distance(model.features().get(i), original.features().get(i));
      sum = sum.add(distance.mul(LossTerm.number(distance, featureWeight / maps)));
    }
    return sum;
  }
}
