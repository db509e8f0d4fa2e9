package dev.pluto.engine.examine;

import dev.pluto.engine.analysis.ChannelFacts;
import dev.pluto.engine.analysis.MaterializingEditor;
import dev.pluto.engine.analysis.Operators;
import dev.pluto.engine.analysis.ReferenceShapes;
import dev.pluto.engine.cost.CostModel;
import dev.pluto.engine.cost.Costing;
import dev.pluto.engine.host.PluginHost;
import dev.pluto.engine.model.ImportedModel;
import dev.pluto.engine.onnx.OnnxWriter;
import dev.pluto.engine.progress.ProgressListener;
import dev.pluto.engine.report.ModelProfile;
import dev.pluto.engine.report.Report;
import dev.pluto.engine.search.ConfiguredOperator;
import dev.pluto.engine.search.ModelFacts;
import dev.pluto.engine.verify.OnnxRuntimeModel;
import dev.pluto.engine.verify.RatioOfMedians;
import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.hardware.HardwareTarget;
import dev.pluto.spi.hardware.ModelMeter;
import dev.pluto.spi.hardware.Provenance;
import dev.pluto.spi.metric.Evaluation;
import dev.pluto.spi.metric.Metric;
import dev.pluto.spi.search.Decision;
import dev.pluto.spi.task.OutputMeaning;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Prices models on a hardware target: in total and kernel by kernel. */
public final class ModelProfiler {
  private static final String FP32 = "fp32";
  private static final String QUANTIZATION = "quantization";
  private static final int BLOCKS = 21;
  private static final Duration MOST = Duration.ofSeconds(30);

  private final PluginHost host;
  private final Operators operators;

  /** Profiles with these plugins and operators. */
  public ModelProfiler(PluginHost host, Operators operators) {
    this.host = host;
    this.operators = operators;
  }

  /**
   * Profiles a file.
   *
   * @param precision as in "w8a8"; absent for the file's own
   * @param measure whether the whole model is measured on the chip, too
   */
  public ModelProfile profile(
      Path file,
      String hardware,
      Optional<String> precision,
      boolean measure,
      Map<String, List<Long>> inputShapes,
      ProgressListener listener) {
    HardwareTarget target = host.hardware(hardware, "--hardware");
    ImportedModel model = ImportedModel.read(file, operators);
    Map<String, Shape> shapes = ReferenceShapes.of(model.graph(), inputShapes);
    // Refuses a file that ONNX Runtime cannot load before any kernel of it is priced.
    OnnxRuntimeModel.open(model.bytes(), file.toString(), 1).close();
    Graph graph = precision.isPresent() ? model.graph() : model.given();
    long start = System.nanoTime();
    listener.stageStarted("price", 0);
    try (Costing costing =
        new Costing(target, host.metrics(), operators, shapes, graph, Optional.empty())) {
      Graph priced = precision.map(p -> inPrecision(graph, p, costing)).orElse(graph);
      byte[] bytes = precision.isPresent() ? OnnxWriter.write(priced) : model.bytes();
      CostModel costs = costing.of(priced, bytes.length);
      Map<String, Report.Cost> total = total(costs);
      if (measure) {
        measured(costing, bytes).forEach(total::put);
      }
      listener.stageFinished("price", (System.nanoTime() - start) / 1e9);
      return new ModelProfile(
          model.name(),
          target.id(),
          precision.orElse("as in the file"),
          total,
          kernels(costs),
          sizes(shapes));
    }
  }

  /** The graph with every weight that the chip runs in a precision lowered to it. */
  private Graph inPrecision(Graph graph, String precision, Costing costing) {
    if (!graph.quantizations().isEmpty()) {
      throw usage("the model is quantized already", "no --precision: its own is priced");
    }
    if (precision.equals(FP32)) {
      return graph;
    }
    ModelFacts context =
        ModelFacts.of(
            graph,
            costing.types(graph),
            ChannelFacts.NONE,
            costing.target().capabilities(),
            graph.outputs().stream().<OutputMeaning>map(o -> new OutputMeaning.Unknown()).toList());
    List<Decision> decisions =
        ConfiguredOperator.of(
                host.searchOperator(QUANTIZATION, "--precision"),
                Map.of("precisions", List.of(precision)))
            .contribute(context)
            .decisions();
    if (decisions.isEmpty()) {
      throw usage("nothing in the model can run in " + precision, FP32);
    }
    MaterializingEditor editor = new MaterializingEditor(graph, ChannelFacts.NONE);
    decisions.forEach(d -> d.apply(d.settings().size() - 1, editor));
    return editor.result();
  }

  private static ProblemException usage(String what, String allowed) {
    return new ProblemException(
        ProblemException.Kind.USAGE, new Problem("--precision", what, allowed));
  }

  private static Map<String, Report.Cost> total(CostModel costs) {
    double[] values = costs.cost(costs.unchanged());
    Map<String, Report.Cost> total = new LinkedHashMap<>();
    for (int m = 0; m < values.length; m++) {
      total.put(
          costs.metrics().get(m).metric().id(),
          Report.Cost.counted(costs.metrics().get(m), values[m]));
    }
    return total;
  }

  private static Map<String, Report.Cost> measured(Costing costing, byte[] model) {
    ModelMeter meter =
        costing
            .session()
            .meter()
            .orElseThrow(
                () ->
                    new ProblemException(
                        ProblemException.Kind.USAGE,
                        new Problem(
                            "--measure",
                            "hardware '" + costing.target().id() + "' cannot be reached from here",
                            "leave it out: prices are predicted")));
    List<Double> blocks = meter.measure(List.of(model), costing.shapes(), BLOCKS, MOST).get(0);
    double median =
        RatioOfMedians.median(blocks.stream().mapToDouble(Double::doubleValue).toArray());
    String unit =
        costing.metrics().stream()
            .map(t -> t.metric())
            .filter(m -> m.id().equals(meter.metric()))
            .map(Metric::unit)
            .findFirst()
            .orElse("");
    return Map.of(meter.metric(), new Report.Cost(median, unit, Provenance.MEASURED.label()));
  }

  private static List<ModelProfile.KernelCost> kernels(CostModel costs) {
    List<ModelProfile.KernelCost> kernels = new ArrayList<>();
    for (CostModel.KernelCost kernel : costs.kernels(costs.unchanged())) {
      Map<String, Report.Cost> cost = new LinkedHashMap<>();
      for (int m = 0; m < kernel.costs().length; m++) {
        Evaluation evaluation = costs.metrics().get(m).evaluation();
        if (evaluation instanceof Evaluation.PerKernel
            || evaluation instanceof Evaluation.ByTarget) {
          cost.put(
              costs.metrics().get(m).metric().id(),
              Report.Cost.counted(costs.metrics().get(m), kernel.costs()[m]));
        }
      }
      List<Node> nodes = kernel.kernel().nodes();
      kernels.add(
          new ModelProfile.KernelCost(
              nodes.stream().map(Node::name).toList(),
              nodes.isEmpty()
                  ? "QuantizeLinear"
                  : String.join("+", nodes.stream().map(Node::opType).toList()),
              cost));
    }
    return kernels;
  }

  private static Map<String, List<Long>> sizes(Map<String, Shape> shapes) {
    Map<String, List<Long>> sizes = new LinkedHashMap<>();
    shapes.forEach((name, s) -> sizes.put(name, Arrays.stream(s.sizes()).boxed().toList()));
    return sizes;
  }
}
