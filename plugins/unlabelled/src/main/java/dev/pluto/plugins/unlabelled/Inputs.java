package dev.pluto.plugins.unlabelled;

import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.task.Normalization;
import java.util.List;
import java.util.random.RandomGenerator;

/** The inputs of a model for many samples; may be read from several threads. */
interface Inputs {
  /** Number of samples. */
  int size();

  /** One tensor per input of the model, without the batch axis. */
  List<Tensor> get(int index, Normalization scaling);

  /** The same as training sees it. */
  default List<Tensor> varied(int index, Normalization scaling, RandomGenerator random) {
    return get(index, scaling);
  }

  /** Some of the samples. */
  default Inputs subset(List<Integer> indices) {
    return new Subset(this, List.copyOf(indices));
  }

  /** Some samples of others. */
  record Subset(Inputs all, List<Integer> indices) implements Inputs {
    @Override
    public int size() {
      return indices.size();
    }

    @Override
    public List<Tensor> get(int index, Normalization scaling) {
      return all.get(indices.get(index), scaling);
    }

    @Override
    public List<Tensor> varied(int index, Normalization scaling, RandomGenerator random) {
      return all.varied(indices.get(index), scaling, random);
    }
  }
}
