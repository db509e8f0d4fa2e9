package dev.pluto.spi.hardware;

import dev.pluto.spi.Api;
import dev.pluto.spi.graph.Shape;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Measures whole models on the chip. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public interface ModelMeter {
  /** The metric that is measured, such as "latency". */
  String metric();

  /**
   * Runs models in turn, block by block, so that drift of the machine meets all of them alike.
   *
   * @param models serialised ONNX models
   * @param inputShapes shape of every input, by name
   * @param blocks number of blocks
   * @param budget time after which no further block is begun
   * @return for each model the median of every block, in the metric's unit; equally many for all
   */
  List<List<Double>> measure(
      List<byte[]> models, Map<String, Shape> inputShapes, int blocks, Duration budget);
}
