package dev.pluto.testkit;

import dev.pluto.spi.Api;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.hardware.Kernel;
import dev.pluto.spi.hardware.TensorForm;
import dev.pluto.spi.metric.Evaluation;
import dev.pluto.spi.metric.Metric;
import dev.pluto.spi.metric.MetricType;
import dev.pluto.spi.metric.Step;
import java.util.List;
import java.util.stream.Stream;

/** What the engine relies on in a metric. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public final class MetricTypeContract {
  private static final int WIDTH = 8;

  private final MetricType type;
  private final Findings findings = new Findings();

  private MetricTypeContract(MetricType type) {
    this.type = type;
  }

  /** The rules that a metric breaks on the kernels of the reference network. */
  public static List<Violation> check(MetricType type, TestHost host) {
    MetricTypeContract contract = new MetricTypeContract(type);
    contract.checkUnits(type.metric());
    ReferenceNetwork network = new ReferenceNetwork(WIDTH);
    contract.checkEvaluation(
        host.kernels(network.graph(), network.inputShapes(), new ReferenceChip()));
    return contract.findings.violations();
  }

  private void checkUnits(Metric metric) {
    findings.require(
        metric.id().matches("[a-z][a-z0-9-]*"),
        "ids are lower-case words joined by hyphens",
        "'" + metric.id() + "'");
    findings.require(
        !metric.description().isBlank(), "a metric describes its counting rule", metric.id());
    findings.require(
        metric.units().getOrDefault(metric.unit(), 1.0) == 1,
        "one of a metric's own unit is worth 1",
        metric.id() + ": " + metric.units());
    metric
        .units()
        .forEach(
            (unit, worth) ->
                findings.require(
                    worth > 0 && Double.isFinite(worth),
                    "units are worth more than 0",
                    metric.id() + ", " + unit + ": " + worth));
    metric
        .aliases()
        .forEach(
            (alias, factor) ->
                findings.require(
                    factor > 0 && Double.isFinite(factor) && !alias.equals(metric.id()),
                    "aliases are other names with a factor above 0",
                    metric.id() + ", " + alias + ": " + factor));
  }

  private void checkEvaluation(List<Kernel> kernels) {
    Evaluation evaluation = type.evaluation();
    if (evaluation instanceof Evaluation.PerKernel perKernel) {
      for (Kernel kernel : kernels) {
        compare(
            perKernel.cost().applyAsDouble(kernel),
            perKernel.cost().applyAsDouble(renamed(kernel)),
            kernel.nodes().toString());
      }
    } else if (evaluation instanceof Evaluation.PerWeight perWeight) {
      kernels.stream()
          .flatMap(k -> k.weights().stream())
          .forEach(
              weight ->
                  compare(
                      perWeight.cost().applyAsDouble(weight),
                      perWeight.cost().applyAsDouble(renamed(weight)),
                      weight.toString()));
    } else if (evaluation instanceof Evaluation.PerSchedule perSchedule) {
      for (Kernel kernel : kernels) {
        Kernel other = renamed(kernel);
        compare(
            perSchedule.cost().applyAsDouble(new Step(kernel, live(kernel))),
            perSchedule.cost().applyAsDouble(new Step(other, live(other))),
            kernel.nodes().toString());
      }
    } else if (evaluation instanceof Evaluation.PerFile perFile) {
      double small = perFile.cost().applyAsDouble(1_000);
      double large = perFile.cost().applyAsDouble(1_000_000);
      findings.require(
          small >= 0 && large >= small,
          "a larger file never costs less, and no file less than 0",
          small + " and " + large);
    }
  }

  private void compare(double cost, double renamed, String what) {
    findings.require(
        cost >= 0 && Double.isFinite(cost), "costs are finite and at least 0", what + ": " + cost);
    findings.require(
        cost == renamed, "costs do not depend on names", what + ": " + cost + ", " + renamed);
  }

  private static List<TensorForm> live(Kernel kernel) {
    return Stream.concat(kernel.inputs().stream(), kernel.outputs().stream()).toList();
  }

  private static Kernel renamed(Kernel kernel) {
    return new Kernel(
        kernel.nodes().stream()
            .map(
                n ->
                    new Node(
                        "other." + n.name(),
                        n.domain(),
                        n.opType(),
                        n.inputs(),
                        n.outputs(),
                        n.attributes()))
            .toList(),
        kernel.inputs().stream().map(MetricTypeContract::renamed).toList(),
        kernel.outputs().stream().map(MetricTypeContract::renamed).toList(),
        kernel.weights().stream().map(MetricTypeContract::renamed).toList(),
        kernel.macs());
  }

  private static TensorForm renamed(TensorForm form) {
    return new TensorForm(
        "other." + form.tensor(), form.shape(), form.dataType(), form.precision());
  }
}
