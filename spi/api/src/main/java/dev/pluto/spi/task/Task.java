package dev.pluto.spi.task;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.pluto.spi.Api;
import dev.pluto.spi.graph.ValueInfo;
import java.util.List;
import org.pf4j.ExtensionPoint;

/**
 * What a model is trained for: data, loss and quality.
 *
 * @param <O> record of options, each component with {@link dev.pluto.spi.Option}
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public interface Task<O extends Record> extends ExtensionPoint {
  /** Name in recipes, such as "classification". */
  String name();

  /** One line for listings. */
  String description();

  /** The options record. */
  Class<O> options();

  /** The data formats that the task reads. */
  List<DataFormat> formats();

  /**
   * Opens data; called with a format that recognised it. Files are checked here, as far as that can
   * be done without decoding all of them.
   *
   * @throws dev.pluto.spi.ProblemException naming every file that cannot be used, or what in the
   *     model's inputs and outputs does not fit the task
   */
  Dataset open(DataRequest request, O options);

  /**
   * Whether the original model's outputs count as right. Samples then have no targets: loss and
   * accumulator get the original's outputs in their place, in graph order. Training descends the
   * loss terms of operators alone (distillation), and the loss judges single settings.
   */
  default boolean comparesWithOriginal() {
    return false;
  }

  /**
   * Mean loss of a batch, a differentiable scalar.
   *
   * @param outputs the model's outputs in graph order, batch first
   * @param targets the samples' targets, stacked
   */
  NDArray loss(NDList outputs, NDList targets);

  /** What quality means here. */
  QualityMetric qualityMetric();

  /** A fresh accumulator of quality. */
  QualityAccumulator accumulator();

  /** What each output means, which tells distillation how to compare it. */
  List<OutputMeaning> outputs(List<ValueInfo> outputs);
}
