package dev.pluto.plugins.unlabelled;

import dev.pluto.spi.task.Dataset;
import dev.pluto.spi.task.Normalization;
import dev.pluto.spi.task.Sample;
import dev.pluto.spi.task.Samples;
import java.util.List;
import java.util.random.RandomGenerator;

/** Samples without targets. */
record UnlabelledDataset(
    Inputs trainingInputs,
    Inputs validationInputs,
    String validationOrigin,
    List<Normalization> normalizations,
    Normalization present)
    implements Dataset {
  @Override
  public Samples training() {
    return new WithoutTargets(trainingInputs, present);
  }

  @Override
  public Samples validation() {
    return new WithoutTargets(validationInputs, present);
  }

  @Override
  public Dataset with(Normalization normalization) {
    return new UnlabelledDataset(
        trainingInputs, validationInputs, validationOrigin, normalizations, normalization);
  }

  private record WithoutTargets(Inputs inputs, Normalization scaling) implements Samples {
    @Override
    public int size() {
      return inputs.size();
    }

    @Override
    public Sample get(int index) {
      return new Sample(inputs.get(index, scaling), List.of());
    }

    @Override
    public Sample augmented(int index, RandomGenerator random) {
      return new Sample(inputs.varied(index, scaling, random), List.of());
    }
  }
}
