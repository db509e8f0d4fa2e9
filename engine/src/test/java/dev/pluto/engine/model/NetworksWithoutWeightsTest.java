package dev.pluto.engine.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluto.engine.analysis.Operators;
import dev.pluto.engine.analysis.ReferenceShapes;
import dev.pluto.engine.analysis.ShapeInference;
import dev.pluto.engine.analysis.Types;
import dev.pluto.engine.onnx.SharedModels;
import dev.pluto.engine.operator.BuiltInOperators;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.TensorType;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Well-known networks without weights are read quickly and counted as they were counted before. */
class NetworksWithoutWeightsTest {
  private static final Operators OPERATORS = new Operators(BuiltInOperators.all());
  private static final double DIFFERENCE = 0.5;
  private static final double SECONDS = 2;

  /** Name and multiply-adds of every network. */
  static List<Arguments> networks() throws IOException {
    Path index = SharedModels.folder("hardware/graphs_index.csv");
    List<String> lines = Files.readAllLines(index);
    List<String> header = List.of(lines.get(0).split(","));
    int macs = header.indexOf("macs");
    return lines.stream()
        .skip(1)
        .map(line -> line.split(","))
        .map(row -> Arguments.of(row[0], Long.parseLong(row[macs])))
        .toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void isReadQuicklyAndCountedRight(String name, long macs, TestReporter reporter) {
    Path file = SharedModels.folder("hardware/graphs/" + name + ".onnx");
    // Time of the processor: a busy machine does not make the import slower.
    long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    ImportedModel model = ImportedModel.read(file, OPERATORS);
    Graph graph = WeightSlots.filled(model.given(), WeightSlots.inputsOf(model.given()));
    Types types = new ShapeInference(OPERATORS).infer(graph, ReferenceShapes.of(graph, Map.of()));
    double seconds = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) / 1e9;
    long counted =
        graph.nodes().stream()
            .mapToLong(
                n ->
                    OPERATORS
                        .of(n)
                        .macs(n, typesOf(n.inputs(), types), typesOf(n.outputs(), types)))
            .sum();
    reporter.publishEntry(
        name,
        "%d MACs (%d), %.3f s, %d nodes".formatted(counted, macs, seconds, graph.nodes().size()));
    assertThat((double) counted).isCloseTo(macs, Percentage.withPercentage(DIFFERENCE));
    assertThat(seconds).isLessThan(SECONDS);
  }

  private static List<TensorType> typesOf(List<String> tensors, Types types) {
    return tensors.stream().filter(t -> !t.isEmpty()).map(types::of).toList();
  }
}
