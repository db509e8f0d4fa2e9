package dev.pluto.engine.examine;

import dev.pluto.engine.analysis.Operators;
import dev.pluto.engine.analysis.ReferenceShapes;
import dev.pluto.engine.cost.CostModel;
import dev.pluto.engine.cost.Costing;
import dev.pluto.engine.host.PluginHost;
import dev.pluto.engine.model.ImportedModel;
import dev.pluto.engine.model.WeightSlots;
import dev.pluto.engine.onnx.OnnxWriter;
import dev.pluto.engine.opaque.OpaqueParts;
import dev.pluto.engine.progress.ProgressListener;
import dev.pluto.engine.report.ModelProfile;
import dev.pluto.engine.report.Report;
import dev.pluto.engine.runtime.OnnxRuntimeModel;
import dev.pluto.engine.verify.RatioOfMedians;
import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Precision;
import dev.pluto.spi.graph.Quantization;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.hardware.Capabilities;
import dev.pluto.spi.hardware.HardwareTarget;
import dev.pluto.spi.hardware.ModelMeter;
import dev.pluto.spi.hardware.PrecisionTuple;
import dev.pluto.spi.hardware.Provenance;
import dev.pluto.spi.hardware.TensorForm;
import dev.pluto.spi.metric.Evaluation;
import dev.pluto.spi.metric.Metric;
import dev.pluto.spi.metric.MetricType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Prices models on a hardware target: in total and kernel by kernel. */
public final class ModelProfiler {
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
    Set<String> weights = WeightSlots.inputsOf(model.given());
    // Refuses a file that ONNX Runtime cannot load before any kernel of it is priced.
    OnnxRuntimeModel.open(model.bytes(), file.toString(), 1).close();
    Graph filled =
        WeightSlots.filled(precision.isPresent() ? model.graph() : model.given(), weights);
    Map<String, Shape> shapes = ReferenceShapes.of(filled, inputShapes);
    Graph graph = OpaqueParts.of(filled, shapes, operators).graph();
    if (!weights.isEmpty()) {
      refuseMeasuring(measure);
      listener.message(
          "the file has no weights: %d inputs are priced as weights".formatted(weights.size()));
    }
    long start = System.nanoTime();
    listener.stageStarted("price", 0);
    try (Costing costing =
        new Costing(target, host.metrics(), operators, shapes, graph, Optional.empty())) {
      Graph priced = precision.map(p -> inPrecision(graph, p, costing)).orElse(graph);
      CostModel costs =
          weights.isEmpty()
              ? costing.of(priced, file(model, priced, precision).length)
              : costing.of(priced, model.bytes().length + weightBytes(priced));
      Map<String, Report.Cost> total = total(costs);
      if (measure) {
        measured(costing, file(model, priced, precision)).forEach(total::put);
      }
      listener.stageFinished("price", (System.nanoTime() - start) / 1e9);
      return new ModelProfile(
          model.name(),
          target.id(),
          precision.orElse("as in the file"),
          total,
          kernels(costs, target.capabilities()),
          sizes(shapes),
          expectedError(target, precision, graph));
    }
  }

  /** Of a quantized file, nobody says in one word in which precision it runs. */
  private static OptionalDouble expectedError(
      HardwareTarget target, Optional<String> precision, Graph graph) {
    return precision.isPresent() || graph.quantizations().isEmpty()
        ? target.expectedError(precision.orElse(PrecisionTuple.FP32.name()))
        : OptionalDouble.empty();
  }

  private Graph inPrecision(Graph graph, String precision, Costing costing) {
    return new UniformPrecision(costing.target(), host.searchOperator(QUANTIZATION, "--precision"))
        .lower(graph, costing.types(graph), precision);
  }

  /** The bytes of the file that is priced. */
  private static byte[] file(ImportedModel model, Graph priced, Optional<String> precision) {
    return precision.isPresent() ? OnnxWriter.write(priced) : model.bytes();
  }

  /** Bytes that the weights of a graph take, each in its precision. */
  private static long weightBytes(Graph graph) {
    return graph.initializers().entrySet().stream()
        .filter(constant -> !constant.getValue().hasData())
        .mapToLong(
            constant ->
                new TensorForm(
                        constant.getKey(),
                        constant.getValue().shape(),
                        constant.getValue().dataType(),
                        graph
                            .quantization(constant.getKey())
                            .map(Quantization::precision)
                            .orElse(Precision.FP32))
                    .bytes())
        .sum();
  }

  private static void refuseMeasuring(boolean measure) {
    if (measure) {
      throw new ProblemException(
          ProblemException.Kind.USAGE,
          new Problem(
              "--measure",
              "the file has no weights to run with",
              "leave it out: shapes are all that a price needs"));
    }
  }

  private static Map<String, Report.Cost> total(CostModel costs) {
    double[] values = costs.cost(costs.unchanged());
    Map<String, Report.Cost> total = new LinkedHashMap<>();
    for (int m = 0; m < values.length; m++) {
      total.put(
          costs.metrics().get(m).metric().id(),
          Report.Cost.counted(costs.metrics().get(m).metric(), values[m], costs.provenance(m)));
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

  /** The kernels, and what an inference costs besides them. */
  private static List<ModelProfile.KernelCost> kernels(CostModel costs, Capabilities chip) {
    List<ModelProfile.KernelCost> kernels = new ArrayList<>();
    for (CostModel.KernelCost kernel : costs.kernels(costs.unchanged())) {
      List<Node> nodes = kernel.kernel().nodes();
      kernels.add(
          new ModelProfile.KernelCost(
              nodes.stream().map(Node::name).toList(),
              nodes.isEmpty()
                  ? "QuantizeLinear"
                  : String.join("+", nodes.stream().map(Node::opType).toList()),
              perKernel(costs, kernel.costs(), kernel.provenances()),
              unsupported(nodes, chip)));
    }
    double[] besides = costs.perInference(costs.unchanged());
    if (Arrays.stream(besides).anyMatch(c -> c > 0)) {
      kernels.add(
          new ModelProfile.KernelCost(
              List.of(),
              "(each inference)",
              perKernel(costs, besides, Map.of()),
              Optional.empty()));
    }
    return kernels;
  }

  /**
   * What is counted kernel by kernel.
   *
   * @param provenances of the target's prices, where they are not those of the sum
   */
  private static Map<String, Report.Cost> perKernel(
      CostModel costs, double[] values, Map<String, Provenance> provenances) {
    Map<String, Report.Cost> cost = new LinkedHashMap<>();
    for (int m = 0; m < values.length; m++) {
      MetricType type = costs.metrics().get(m);
      if (type.evaluation() instanceof Evaluation.PerKernel
          || type.evaluation() instanceof Evaluation.ByTarget) {
        Provenance provenance = provenances.getOrDefault(type.metric().id(), costs.provenance(m));
        cost.put(type.metric().id(), Report.Cost.counted(type.metric(), values[m], provenance));
      }
    }
    return cost;
  }

  /** Names the operators of a kernel that the chip does not run itself. */
  private static Optional<String> unsupported(List<Node> nodes, Capabilities chip) {
    List<String> operators =
        nodes.stream().map(Node::opType).filter(chip.unsupported()::contains).distinct().toList();
    return operators.isEmpty()
        ? Optional.empty()
        : Optional.of(
            String.join(", ", operators) + " is not supported by the chip: priced as a fallback");
  }

  private static Map<String, List<Long>> sizes(Map<String, Shape> shapes) {
    Map<String, List<Long>> sizes = new LinkedHashMap<>();
    shapes.forEach((name, s) -> sizes.put(name, Arrays.stream(s.sizes()).boxed().toList()));
    return sizes;
  }
}
