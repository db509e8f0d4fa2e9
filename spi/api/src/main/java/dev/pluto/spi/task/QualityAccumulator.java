package dev.pluto.spi.task;

import dev.pluto.spi.Api;
import dev.pluto.spi.graph.Tensor;
import java.util.List;
import java.util.Map;

/** Adds up quality over samples; works on host tensors, so that ONNX Runtime's outputs fit. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public interface QualityAccumulator {
  /**
   * Adds one sample.
   *
   * @param outputs the model's outputs, without the batch axis
   * @param targets the sample's targets
   */
  void add(List<Tensor> outputs, List<Tensor> targets);

  /**
   * Quality of all samples so far.
   *
   * @throws IllegalStateException if there was none
   */
  double result();

  /**
   * Further usual figures of all samples so far, by name; they are reported, and nothing is decided
   * by them. Empty where there are none.
   */
  default Map<String, Double> further() {
    return Map.of();
  }
}
