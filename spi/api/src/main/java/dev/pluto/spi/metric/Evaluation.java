package dev.pluto.spi.metric;

import dev.pluto.spi.Api;
import dev.pluto.spi.hardware.Kernel;
import dev.pluto.spi.hardware.TensorForm;
import java.util.function.LongToDoubleFunction;
import java.util.function.ToDoubleFunction;

/** How a metric is counted. Functions must not depend on names of nodes and tensors. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public sealed interface Evaluation {
  /** A sum over kernels, counted from each kernel alone. */
  record PerKernel(ToDoubleFunction<Kernel> cost) implements Evaluation {}

  /**
   * A sum over the distinct weights of the model (one that several kernels share counts once),
   * counted from each weight's form alone.
   */
  record PerWeight(ToDoubleFunction<TensorForm> cost) implements Evaluation {}

  /** The largest of all steps of the schedule. */
  record PerSchedule(ToDoubleFunction<Step> cost) implements Evaluation {}

  /**
   * A function of the exported file; while searching, the length of the file that would be written.
   *
   * @param cost value for a file of so many bytes
   */
  record PerFile(LongToDoubleFunction cost) implements Evaluation {}

  /** A sum over kernels of what the hardware target quotes under the metric's id. */
  record ByTarget() implements Evaluation {}
}
