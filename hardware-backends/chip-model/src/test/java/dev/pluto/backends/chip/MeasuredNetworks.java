package dev.pluto.backends.chip;

import dev.pluto.backends.chip.calibration.Measurement;
import dev.pluto.engine.analysis.Operators;
import dev.pluto.engine.analysis.ReferenceShapes;
import dev.pluto.engine.analysis.ShapeInference;
import dev.pluto.engine.analysis.Types;
import dev.pluto.engine.cost.ConcreteKernels;
import dev.pluto.engine.examine.UniformPrecision;
import dev.pluto.engine.model.ImportedModel;
import dev.pluto.engine.model.WeightSlots;
import dev.pluto.engine.operator.BuiltInOperators;
import dev.pluto.plugins.quantization.QuantizationOperator;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Precision;
import dev.pluto.spi.graph.Quantization;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.hardware.HardwareTarget;
import dev.pluto.spi.hardware.Kernel;
import dev.pluto.spi.hardware.TensorForm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Published latencies of well-known networks, where they lie beside the checkout. */
final class MeasuredNetworks {
  private static final double MICROSECONDS = 1e-6;
  private static final Operators OPERATORS = new Operators(BuiltInOperators.all());

  private final Path folder;
  private final HardwareTarget target;
  private final Map<String, String> refused = new TreeMap<>();
  private final Map<String, Optional<Network>> networks = new HashMap<>();

  /** A network in a precision, as the target runs it. */
  private record Network(List<TensorForm> inputs, List<Kernel> kernels) {}

  /** The networks as a target runs them. */
  MeasuredNetworks(Path folder, HardwareTarget target) {
    this.folder = folder;
    this.target = target;
  }

  /** The folder with measurements, if it is there. */
  static Optional<Path> folder() {
    return Optional.of(Path.of(System.getProperty("pluto.shared", "shared"), "hardware"))
        .filter(Files::isDirectory);
  }

  /** Networks that could not be taken, with the reason. */
  Map<String, String> refused() {
    return refused;
  }

  /**
   * Measurements on a chipset, in the order of the file.
   *
   * @param precisions name of a precision in the file, and the one to price
   */
  List<Measurement> of(String chipset, Map<String, String> precisions) throws IOException {
    List<String> lines = Files.readAllLines(folder.resolve("latency.csv"));
    List<String> header = Arrays.asList(lines.get(0).split(",", -1));
    List<Measurement> all = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      List<String> cells = Arrays.asList(line.split(",", -1));
      String precision = precisions.get(cells.get(header.indexOf("precision")));
      if (precision != null
          && cells.get(header.indexOf("chipset")).equals(chipset)
          && cells.get(header.indexOf("runtime")).equals("qnn_dlc")
          && cells.get(header.indexOf("gradeable")).equals("1")) {
        String model = cells.get(header.indexOf("model"));
        double time = Double.parseDouble(cells.get(header.indexOf("latency_us"))) * MICROSECONDS;
        network(model, precision)
            .map(n -> new Measurement(model, precision, n.inputs(), n.kernels(), time))
            .ifPresent(all::add);
      }
    }
    return all;
  }

  private Optional<Network> network(String model, String precision) {
    return networks.computeIfAbsent(model + " " + precision, key -> lowered(model, precision));
  }

  private Optional<Network> lowered(String model, String precision) {
    try {
      ImportedModel imported =
          ImportedModel.read(folder.resolve("graphs").resolve(model + ".onnx"), OPERATORS);
      Graph graph = WeightSlots.filled(imported.graph(), WeightSlots.inputsOf(imported.graph()));
      Map<String, Shape> shapes = ReferenceShapes.of(graph, Map.of());
      Types types = new ShapeInference(OPERATORS).infer(graph, shapes);
      Graph lowered =
          new UniformPrecision(target, new QuantizationOperator()).lower(graph, types, precision);
      return Optional.of(
          new Network(
              graph.inputs().stream().map(i -> form(i.name(), types, lowered)).toList(),
              ConcreteKernels.of(lowered, types.types(), target, OPERATORS)));
    } catch (ProblemException e) {
      refused.put(model, e.problems().get(0).toString());
      return Optional.empty();
    }
  }

  private static TensorForm form(String input, Types types, Graph graph) {
    return new TensorForm(
        input,
        types.of(input).shape(),
        types.of(input).dataType(),
        graph.quantization(input).map(Quantization::precision).orElse(Precision.FP32));
  }
}
