package dev.pluto.engine.compress;

import dev.pluto.engine.analysis.Operators;
import dev.pluto.engine.analysis.Simplifier;
import dev.pluto.engine.cost.CostModel;
import dev.pluto.engine.onnx.OnnxReader;
import dev.pluto.engine.report.Certificate;
import dev.pluto.engine.report.Report;
import dev.pluto.engine.search.Constraints;
import dev.pluto.engine.verify.Agreement;
import dev.pluto.engine.verify.OnnxRuntimeModel;
import dev.pluto.engine.verify.QualityMeasurement;
import dev.pluto.engine.verify.RatioOfMedians;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.metric.Evaluation;
import dev.pluto.spi.metric.Metric;
import dev.pluto.spi.metric.MetricType;
import dev.pluto.spi.task.Sample;
import dev.pluto.spi.task.Samples;
import dev.pluto.spi.task.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntConsumer;

/**
 * Establishes what is true of an exported file, from the file alone: it is read back, counted,
 * measured and run.
 */
final class Verification {
  private static final int BLOCKS = 25;
  private static final int MOST_BLOCKS = 75;
  private static final int COMPARED_SAMPLES = 256;
  private static final int THREADS = 2;

  private final Operators operators;
  private final Costing costing;
  private final Optional<Meter> meter;
  private final Constraints constraints;
  private final Task<?> task;
  private final Samples samples;

  Verification(
      Operators operators,
      Costing costing,
      Optional<Meter> meter,
      Constraints constraints,
      Task<?> task,
      Samples samples) {
    this.operators = operators;
    this.costing = costing;
    this.meter = meter;
    this.constraints = constraints;
    this.task = task;
    this.samples = samples;
  }

  /** What was found. */
  record Findings(
      double quality,
      Map<String, Report.Cost> cost,
      List<Report.Budget> budgets,
      Certificate.Agreement agreement) {
    /** Whether all budgets hold. */
    boolean met() {
      return budgets.stream().allMatch(Report.Budget::met);
    }
  }

  /**
   * Verifies a file.
   *
   * @param trained outputs of the training graph for a sample
   */
  Findings verify(byte[] file, Function<Sample, List<Tensor>> trained, IntConsumer progress) {
    Graph graph = new Simplifier(operators).simplify(OnnxReader.read(file, "exported model"));
    CostModel model = costing.of(graph, file.length);
    double[] costs = model.cost(model.unchanged());
    Optional<RatioOfMedians> ratio = meter.map(m -> m.compare(file, BLOCKS));
    Map<String, Report.Cost> cost = new LinkedHashMap<>();
    List<Report.Budget> budgets = new ArrayList<>();
    for (int m = 0; m < costs.length; m++) {
      MetricType type = costing.metrics().get(m);
      Metric metric = type.metric();
      int constraint = constraints.metrics().indexOf(m);
      boolean measured = meter.isPresent() && meter.get().metric().equals(metric.id());
      if (measured) {
        double limit = constraint < 0 ? 0 : constraints.budgets().get(constraint);
        RatioOfMedians shown = convincing(file, ratio.orElseThrow(), limit);
        double given = meter.orElseThrow().givenValue();
        cost.put(metric.id(), new Report.Cost(shown.ratio() * given, metric.unit(), "measured"));
        if (constraint >= 0) {
          budgets.add(
              new Report.Budget(
                  metric.id(),
                  limit,
                  shown.ratio() * given,
                  shown.upper() * given <= limit,
                  String.format(
                      Locale.ROOT,
                      "ratio of medians to the given model %.3f, at most %.3f with 95 %%"
                          + " confidence, %d interleaved blocks",
                      shown.ratio(),
                      shown.upper(),
                      shown.blocks())));
        }
      } else {
        cost.put(metric.id(), new Report.Cost(costs[m], metric.unit(), provenance(type)));
        if (constraint >= 0) {
          double limit = constraints.budgets().get(constraint);
          budgets.add(new Report.Budget(metric.id(), limit, costs[m], costs[m] <= limit, ""));
        }
      }
    }
    try (OnnxRuntimeModel running = OnnxRuntimeModel.open(file, "exported model", THREADS)) {
      double quality = QualityMeasurement.of(running, task, samples, Integer.MAX_VALUE, progress);
      return new Findings(
          quality, cost, budgets, Agreement.of(running, graph, samples, COMPARED_SAMPLES, trained));
    }
  }

  /** Near the budget, more blocks narrow the interval. */
  private RatioOfMedians convincing(byte[] file, RatioOfMedians first, double limit) {
    Meter m = meter.orElseThrow();
    boolean undecided =
        first.ratio() * m.givenValue() <= limit && first.upper() * m.givenValue() > limit;
    return undecided ? m.compare(file, MOST_BLOCKS) : first;
  }

  static String provenance(MetricType type) {
    return type.evaluation() instanceof Evaluation.ByTarget ? "predicted" : "analytic";
  }
}
