package dev.pluto.engine.cost;

import dev.pluto.spi.graph.Node;
import dev.pluto.spi.hardware.Kernel;
import dev.pluto.spi.hardware.Provenance;
import dev.pluto.spi.hardware.TensorForm;
import dev.pluto.spi.metric.Evaluation;
import dev.pluto.spi.metric.MetricType;
import dev.pluto.spi.metric.Step;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What single kernels, tensors and nodes cost in every metric. */
final class SiteCosts {
  private final List<MetricType> metrics;
  private final KernelPricer pricer;

  SiteCosts(List<MetricType> metrics, KernelPricer pricer) {
    this.metrics = metrics;
    this.pricer = pricer;
  }

  /** A kernel; one that a candidate does not need costs nothing. */
  double[] ofKernel(KernelPlan plan, KernelPlan.Slot slot, int[] settings) {
    Optional<Kernel> kernel = plan.kernel(slot, settings);
    if (kernel.isEmpty()) {
      return new double[metrics.size()];
    }
    double[] costs = quoted(isPriced() ? pricer.price(kernel.get()).costs() : Map.of());
    for (int m = 0; m < costs.length; m++) {
      Evaluation evaluation = metrics.get(m).evaluation();
      if (evaluation instanceof Evaluation.PerKernel perKernel) {
        costs[m] = perKernel.cost().applyAsDouble(kernel.get());
      } else if (evaluation instanceof Evaluation.PerSchedule perSchedule) {
        costs[m] =
            perSchedule.cost().applyAsDouble(new Step(kernel.get(), plan.live(slot, settings)));
      }
    }
    return costs;
  }

  private boolean isPriced() {
    return metrics.stream().anyMatch(m -> m.evaluation() instanceof Evaluation.ByTarget);
  }

  /** Where the target's prices of a kernel come from, by metric id. */
  Map<String, Provenance> provenances(Kernel kernel) {
    return isPriced() ? pricer.price(kernel).provenances() : Map.of();
  }

  /** What an inference costs besides its kernels. */
  double[] ofInference(List<TensorForm> inputs) {
    return quoted(pricer.perInference(inputs));
  }

  /** What the target quotes, as an array over the metrics; 0 for what it does not price. */
  private double[] quoted(Map<String, Double> byMetric) {
    return metrics.stream()
        .mapToDouble(
            m ->
                m.evaluation() instanceof Evaluation.ByTarget
                    ? byMetric.getOrDefault(m.metric().id(), 0.0)
                    : 0)
        .toArray();
  }

  /** A constant, or a value that may be quantized. */
  double[] ofTensor(TensorForm form, boolean weight) {
    double[] costs = new double[metrics.size()];
    for (int m = 0; m < costs.length; m++) {
      Evaluation evaluation = metrics.get(m).evaluation();
      if (weight && evaluation instanceof Evaluation.PerWeight perWeight) {
        costs[m] = perWeight.cost().applyAsDouble(form);
      } else if (evaluation instanceof Evaluation.PerFile) {
        costs[m] = StoredBytes.of(form, weight);
      }
    }
    return costs;
  }

  /** What the nodes take in the file. */
  double[] ofNodes(Collection<Node> nodes) {
    double[] costs = new double[metrics.size()];
    for (int m = 0; m < costs.length; m++) {
      if (metrics.get(m).evaluation() instanceof Evaluation.PerFile) {
        costs[m] = nodes.stream().mapToDouble(StoredBytes::of).sum();
      }
    }
    return costs;
  }
}
