package dev.pluto.engine.data;

import dev.pluto.engine.runtime.OnnxRuntimeModel;
import dev.pluto.engine.verify.QualityMeasurement;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.task.Dataset;
import dev.pluto.spi.task.Normalization;
import dev.pluto.spi.task.Sample;
import dev.pluto.spi.task.Samples;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Data whose validation samples have the outputs of the original model, run in ONNX Runtime, as
 * targets. Training samples stay without: there the original runs in training form, on whole
 * batches of augmented samples.
 */
record OriginalAsTarget(Dataset own, OnnxRuntimeModel original, Samples validation)
    implements Dataset {

  OriginalAsTarget(Dataset own, OnnxRuntimeModel original) {
    this(own, original, new Answered(own.validation(), original));
  }

  @Override
  public Samples training() {
    return own.training();
  }

  @Override
  public String validationOrigin() {
    return own.validationOrigin();
  }

  @Override
  public List<Normalization> normalizations() {
    return own.normalizations();
  }

  @Override
  public Dataset with(Normalization normalization) {
    return new OriginalAsTarget(own.with(normalization), original);
  }

  @Override
  public void close() {
    own.close();
  }

  /** Samples with the original's answers, which are kept up to a part of the heap. */
  private static final class Answered implements Samples {
    private static final int SHARE_OF_HEAP = 8;

    private final Samples asked;
    private final OnnxRuntimeModel original;
    private final ConcurrentMap<Integer, List<Tensor>> answers = new ConcurrentHashMap<>();
    private final AtomicLong bytesLeft =
        new AtomicLong(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);

    Answered(Samples asked, OnnxRuntimeModel original) {
      this.asked = asked;
      this.original = original;
    }

    @Override
    public int size() {
      return asked.size();
    }

    @Override
    public Sample get(int index) {
      Sample sample = asked.get(index);
      List<Tensor> known = answers.get(index);
      return new Sample(sample.inputs(), known == null ? answer(index, sample) : known);
    }

    private List<Tensor> answer(int index, Sample sample) {
      List<Tensor> outputs = QualityMeasurement.run(original, sample);
      long bytes = outputs.stream().mapToLong(o -> o.dataType().bytes(o.shape().elements())).sum();
      if (bytesLeft.addAndGet(-bytes) >= 0) {
        answers.put(index, outputs);
      }
      return outputs;
    }
  }
}
