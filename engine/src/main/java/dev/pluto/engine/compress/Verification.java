package dev.pluto.engine.compress;

import dev.pluto.engine.analysis.Operators;
import dev.pluto.engine.analysis.Simplifier;
import dev.pluto.engine.analysis.TrainedOutputs;
import dev.pluto.engine.cost.CostModel;
import dev.pluto.engine.cost.Costing;
import dev.pluto.engine.onnx.OnnxReader;
import dev.pluto.engine.onnx.OnnxWriter;
import dev.pluto.engine.opaque.OpaqueParts;
import dev.pluto.engine.report.Certificate;
import dev.pluto.engine.report.Quality;
import dev.pluto.engine.report.Report;
import dev.pluto.engine.runtime.OnnxRuntimeModel;
import dev.pluto.engine.search.Constraints;
import dev.pluto.engine.search.Recovery;
import dev.pluto.engine.train.EqualShapes;
import dev.pluto.engine.verify.Agreement;
import dev.pluto.engine.verify.QualityMeasurement;
import dev.pluto.engine.verify.RatioOfMedians;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.ValueInfo;
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

  /** Number of samples that it looks at. */
  int steps() {
    return samples.size();
  }

  /** Losses of the given model and of the trained network on some of the samples. */
  Recovery.Losses losses(Recovery recovery) {
    return recovery.losses(compared());
  }

  /** What was found. */
  record Findings(
      Quality quality,
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
   * @param recovery runs the training graph
   */
  Findings verify(byte[] file, Recovery recovery, IntConsumer progress) {
    Graph read = new Simplifier(operators).simplify(OnnxReader.read(file, "exported model"));
    Graph graph = OpaqueParts.of(read, costing.shapes(), operators).graph();
    CostModel model = costing.of(graph, file.length);
    double[] costs = model.cost(model.unchanged());
    Optional<RatioOfMedians> ratio = meter.map(m -> convincing(file, m));
    Map<String, Report.Cost> cost = new LinkedHashMap<>();
    for (int m = 0; m < costs.length; m++) {
      MetricType type = costing.metrics().get(m);
      cost.put(
          type.metric().id(),
          isMeasured(m)
              ? Report.Cost.measured(
                  type.metric(), ratio.orElseThrow().ratio() * meter.orElseThrow().givenValue())
              : Report.Cost.counted(type.metric(), costs[m], model.provenance(m)));
    }
    List<Report.Budget> budgets = new ArrayList<>();
    for (int c = 0; c < constraints.size(); c++) {
      int m = constraints.metrics().get(c);
      double limit = constraints.budgets().get(c);
      budgets.add(
          isMeasured(m)
              ? measuredBudget(id(m), limit, ratio.orElseThrow(), meter.orElseThrow().givenValue())
              : new Report.Budget(id(m), limit, costs[m], costs[m] <= limit, ""));
    }
    try (OnnxRuntimeModel running = OnnxRuntimeModel.open(file, "exported model", THREADS)) {
      Quality quality = QualityMeasurement.of(running, task, samples, Integer.MAX_VALUE, progress);
      List<Sample> compared = compared();
      List<List<Tensor>> trained = new ArrayList<>();
      EqualShapes.chunks(compared).forEach(chunk -> trained.addAll(recovery.outputs(chunk)));
      return new Findings(quality, cost, budgets, agreement(running, graph, compared, trained));
    }
  }

  /** Looks at the first value that was trained, which may lie in front of the first output. */
  private Certificate.Agreement agreement(
      OnnxRuntimeModel running, Graph graph, List<Sample> compared, List<List<Tensor>> trained) {
    ValueInfo value = TrainedOutputs.of(graph, costing.types(graph)).get(0);
    if (graph.isOutput(value.name())) {
      return Agreement.of(running, value.name(), graph, compared, trained);
    }
    ValueInfo free = new ValueInfo(value.name(), value.dataType(), Optional.empty());
    byte[] front = OnnxWriter.write(graph.toBuilder().outputs(List.of(free)).build());
    try (OnnxRuntimeModel model = OnnxRuntimeModel.open(front, "exported model", THREADS)) {
      return Agreement.of(model, value.name(), graph, compared, trained);
    }
  }

  private List<Sample> compared() {
    int n = Math.min(COMPARED_SAMPLES, samples.size());
    List<Sample> some = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      some.add(samples.get((int) ((long) i * samples.size() / n)));
    }
    return some;
  }

  private String id(int metric) {
    return costing.metrics().get(metric).metric().id();
  }

  private boolean isMeasured(int metric) {
    return meter.map(m -> m.metric().equals(id(metric))).orElse(false);
  }

  private static Report.Budget measuredBudget(
      String metric, double limit, RatioOfMedians shown, double given) {
    return new Report.Budget(
        metric,
        limit,
        shown.ratio() * given,
        shown.upper() * given <= limit,
        String.format(
            Locale.ROOT,
            "ratio of medians to the given model %.3f, at most %.3f with 95 %% confidence,"
                + " %d interleaved blocks",
            shown.ratio(),
            shown.upper(),
            shown.blocks()));
  }

  /** Near the budget, more blocks narrow the interval. */
  private RatioOfMedians convincing(byte[] file, Meter measuring) {
    RatioOfMedians first = measuring.compare(file, BLOCKS);
    double given = measuring.givenValue();
    for (int c = 0; c < constraints.size(); c++) {
      double limit = constraints.budgets().get(c);
      if (isMeasured(constraints.metrics().get(c))
          && first.ratio() * given <= limit
          && first.upper() * given > limit) {
        return measuring.compare(file, MOST_BLOCKS);
      }
    }
    return first;
  }
}
