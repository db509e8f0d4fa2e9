package dev.pluto.engine.examine;

import dev.pluto.engine.analysis.ChannelFacts;
import dev.pluto.engine.analysis.MaterializingEditor;
import dev.pluto.engine.analysis.Types;
import dev.pluto.engine.search.ConfiguredOperator;
import dev.pluto.engine.search.ModelFacts;
import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Quantization;
import dev.pluto.spi.hardware.HardwareTarget;
import dev.pluto.spi.hardware.PrecisionTuple;
import dev.pluto.spi.search.Decision;
import dev.pluto.spi.search.SearchOperator;
import dev.pluto.spi.task.OutputMeaning;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A graph in one precision, wherever the chip has it: weights and the values around them as the
 * quantization operator lowers them, and the values between kernels without weights, which it
 * leaves alone because they decide nothing.
 */
public final class UniformPrecision {
  private static final String FP32 = "fp32";

  private final HardwareTarget target;
  private final SearchOperator<?> quantization;

  /**
   * Precisions on a chip.
   *
   * @param quantization lowers the precision of weights
   */
  public UniformPrecision(HardwareTarget target, SearchOperator<?> quantization) {
    this.target = target;
    this.quantization = quantization;
  }

  /**
   * The graph in a precision.
   *
   * @param name as in "w8a8"; "fp32" is the graph as it is
   * @throws ProblemException (usage) if the graph is quantized already, the chip has no such
   *     precision, or nothing in the graph can run in it
   */
  public Graph lower(Graph graph, Types types, String name) {
    if (!graph.quantizations().isEmpty()) {
      throw usage("the model is quantized already", "no --precision: its own is priced");
    }
    if (name.equals(FP32)) {
      return graph;
    }
    List<Decision> decisions = decisions(graph, types, name);
    if (decisions.isEmpty()) {
      throw usage("nothing in the model can run in " + name, FP32);
    }
    MaterializingEditor editor = new MaterializingEditor(graph, ChannelFacts.NONE);
    decisions.forEach(d -> d.apply(d.settings().size() - 1, editor));
    for (List<Node> kernel : target.partition(graph)) {
      between(graph, kernel, name)
          .ifPresent(
              tuple ->
                  border(graph, kernel).stream()
                      .filter(value -> types.of(value).dataType().isFloat())
                      .forEach(v -> editor.quantize(v, Quantization.of(tuple.activation()))));
    }
    return editor.result();
  }

  private List<Decision> decisions(Graph graph, Types types, String name) {
    ModelFacts context =
        ModelFacts.of(
            graph,
            types,
            ChannelFacts.NONE,
            target.capabilities(),
            graph.outputs().stream().<OutputMeaning>map(o -> new OutputMeaning.Unknown()).toList());
    return ConfiguredOperator.of(quantization, Map.of("precisions", List.of(name)))
        .contribute(context)
        .decisions();
  }

  /** The precision of a kernel without weights of its own, if all of its nodes have it. */
  private Optional<PrecisionTuple> between(Graph graph, List<Node> kernel, String name) {
    boolean weighted =
        kernel.stream()
            .filter(n -> n.opType().matches("Conv|ConvTranspose|Gemm|MatMul|RNN|GRU|LSTM"))
            .anyMatch(n -> n.input(1).flatMap(graph::initializer).isPresent());
    Optional<PrecisionTuple> found = Optional.empty();
    for (Node node : kernel) {
      found =
          target.capabilities().precisionsOf(node.opType()).stream()
              .filter(tuple -> tuple.name().equals(name))
              .findFirst();
      if (weighted || found.isEmpty()) {
        return Optional.empty();
      }
    }
    return found;
  }

  /** Values that a kernel reads and gives, without constants and results of the model. */
  private static Set<String> border(Graph graph, List<Node> kernel) {
    Set<String> values = new HashSet<>();
    Set<String> inside = new HashSet<>();
    for (Node node : kernel) {
      values.addAll(node.inputs());
      values.addAll(node.outputs());
      node.outputs().stream()
          .filter(output -> !graph.consumers(output).isEmpty())
          .filter(output -> kernel.containsAll(graph.consumers(output)))
          .forEach(inside::add);
    }
    values.removeAll(inside);
    values.removeIf(v -> v.isEmpty() || graph.initializer(v).isPresent() || graph.isOutput(v));
    return values;
  }

  private static ProblemException usage(String what, String allowed) {
    return new ProblemException(
        ProblemException.Kind.USAGE, new Problem("--precision", what, allowed));
  }
}
