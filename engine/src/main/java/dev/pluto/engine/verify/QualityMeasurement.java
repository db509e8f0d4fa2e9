package dev.pluto.engine.verify;

import dev.pluto.engine.report.Quality;
import dev.pluto.engine.runtime.OnnxRuntimeModel;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.task.QualityAccumulator;
import dev.pluto.spi.task.Sample;
import dev.pluto.spi.task.Samples;
import dev.pluto.spi.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** Measures quality as the user would see it: sample by sample, in ONNX Runtime. */
public final class QualityMeasurement {
  private QualityMeasurement() {}

  /**
   * Quality of a model on samples.
   *
   * @param limit most samples to look at, spread evenly over all of them
   * @param progress told the number of samples done
   */
  public static Quality of(
      OnnxRuntimeModel model, Task<?> task, Samples samples, int limit, IntConsumer progress) {
    QualityAccumulator quality = task.accumulator();
    int n = Math.min(limit, samples.size());
    for (int i = 0; i < n; i++) {
      Sample sample = samples.get((int) ((long) i * samples.size() / n));
      quality.add(run(model, sample), sample.targets());
      progress.accept(i + 1);
    }
    return new Quality(quality.result(), quality.further());
  }

  /** Outputs of the model for one sample, without the batch axis. */
  public static List<Tensor> run(OnnxRuntimeModel model, Sample sample) {
    List<Tensor> inputs = new ArrayList<>();
    for (Tensor tensor : sample.inputs()) {
      inputs.add(withBatch(tensor));
    }
    List<Tensor> outputs = new ArrayList<>();
    for (Tensor output : model.run(inputs)) {
      outputs.add(withoutBatch(output));
    }
    return outputs;
  }

  private static Tensor withBatch(Tensor tensor) {
    long[] sizes = tensor.shape().sizes();
    long[] batched = new long[sizes.length + 1];
    batched[0] = 1;
    System.arraycopy(sizes, 0, batched, 1, sizes.length);
    return Tensor.of(tensor.dataType(), Shape.of(batched), tensor.data());
  }

  private static Tensor withoutBatch(Tensor tensor) {
    long[] sizes = tensor.shape().sizes();
    if (sizes.length == 0 || sizes[0] != 1) {
      return tensor;
    }
    long[] single = new long[sizes.length - 1];
    System.arraycopy(sizes, 1, single, 0, single.length);
    return Tensor.of(tensor.dataType(), Shape.of(single), tensor.data());
  }
}
