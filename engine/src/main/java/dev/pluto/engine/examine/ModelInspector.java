package dev.pluto.engine.examine;

import dev.pluto.engine.analysis.BatchAxis;
import dev.pluto.engine.analysis.ChannelFacts;
import dev.pluto.engine.analysis.ChannelTracing;
import dev.pluto.engine.analysis.Operators;
import dev.pluto.engine.analysis.ReferenceShapes;
import dev.pluto.engine.analysis.ShapeInference;
import dev.pluto.engine.analysis.Types;
import dev.pluto.engine.model.ImportedModel;
import dev.pluto.engine.report.Inspection;
import dev.pluto.engine.report.Report;
import dev.pluto.spi.graph.ChannelGroup;
import dev.pluto.spi.graph.Dimension;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.TensorType;
import dev.pluto.spi.graph.ValueInfo;
import dev.pluto.spi.hardware.HardwareTarget;
import dev.pluto.spi.operator.OperatorKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Finds out what is in a model file: shapes, work, channel groups, and what can't be taken. */
public final class ModelInspector {
  private final Operators operators;

  /** Inspects with these operators. */
  public ModelInspector(Operators operators) {
    this.operators = operators;
  }

  /**
   * Inspects a file.
   *
   * @param inputShapes shapes of inputs with open sizes, by name
   * @param chip to tell which operators it does not run; absent for none
   */
  public Inspection inspect(
      Path file, Map<String, List<Long>> inputShapes, Optional<HardwareTarget> chip) {
    return inspect(ImportedModel.read(file, operators), inputShapes, chip);
  }

  /**
   * Inspects a model.
   *
   * @param inputShapes shapes of inputs with open sizes, by name
   * @param chip to tell which operators it does not run; absent for none
   */
  public Inspection inspect(
      ImportedModel model, Map<String, List<Long>> inputShapes, Optional<HardwareTarget> chip) {
    Graph graph = model.graph();
    Map<String, Shape> shapes = ReferenceShapes.of(graph, inputShapes);
    List<Inspection.Unsupported> unsupported = unsupported(graph);
    Optional<Types> types =
        unsupported.isEmpty()
            ? Optional.of(new ShapeInference(operators).infer(graph, shapes))
            : Optional.empty();
    ChannelFacts facts = types.isPresent() ? channels(graph, shapes) : ChannelFacts.NONE;
    List<Inspection.NodeFacts> nodes = graph.nodes().stream().map(n -> facts(n, types)).toList();
    return new Inspection(
        model.name(),
        model.bytes().length,
        model.given().opsets(),
        operatorCounts(model.given()),
        graph.inputs().stream()
            .map(i -> value(i, Optional.ofNullable(shapes.get(i.name()))))
            .toList(),
        graph.outputs().stream()
            .map(o -> value(o, types.map(t -> t.of(o.name()).shape())))
            .toList(),
        parameters(model.given()),
        nodes.stream().mapToLong(Inspection.NodeFacts::macs).sum(),
        nodes,
        facts.groups().stream().map(ModelInspector::group).toList(),
        facts.fixed().stream()
            .map(r -> new Report.Refused("channel tracing", r.site(), r.reason()))
            .toList(),
        unsupported,
        chip.map(target -> ModelOnChip.of(graph, target)));
  }

  /** Channels of the graph as it would be compressed. */
  private ChannelFacts channels(Graph graph, Map<String, Shape> shapes) {
    Graph free = BatchAxis.free(graph, shapes, operators);
    return new ChannelTracing(operators)
        .trace(free, new ShapeInference(operators).infer(free, shapes));
  }

  private List<Inspection.Unsupported> unsupported(Graph graph) {
    List<Inspection.Unsupported> found = new ArrayList<>();
    for (Node node : graph.nodes()) {
      if (operators.find(node).isEmpty()) {
        found.add(
            new Inspection.Unsupported(
                node.name(),
                new OperatorKey(node.domain(), node.opType()).toString(),
                "neither built in nor defined by a plugin"));
      }
    }
    return found;
  }

  private static Map<String, Integer> operatorCounts(Graph graph) {
    Map<String, Integer> counts = new TreeMap<>();
    for (Node node : graph.nodes()) {
      counts.merge(new OperatorKey(node.domain(), node.opType()).toString(), 1, Integer::sum);
    }
    return counts;
  }

  private static long parameters(Graph graph) {
    return graph.initializers().values().stream()
        .filter(t -> t.dataType().isFloat())
        .mapToLong(t -> t.shape().elements())
        .sum();
  }

  private Inspection.NodeFacts facts(Node node, Optional<Types> types) {
    if (types.isEmpty()) {
      return new Inspection.NodeFacts(node.name(), node.opType(), List.of(), 0);
    }
    Types known = types.get();
    long macs =
        operators
            .of(node)
            .macs(node, present(node.inputs(), known), present(node.outputs(), known));
    return new Inspection.NodeFacts(
        node.name(), node.opType(), sizes(known.of(node.output()).shape()), macs);
  }

  private static List<TensorType> present(List<String> names, Types types) {
    return names.stream().filter(n -> !n.isEmpty()).map(types::of).toList();
  }

  private static Inspection.Value value(ValueInfo info, Optional<Shape> concrete) {
    List<String> declared =
        info.dimensions().orElse(List.of()).stream().map(ModelInspector::text).toList();
    return new Inspection.Value(
        info.name(),
        info.dataType().name(),
        declared,
        concrete.map(ModelInspector::sizes).orElse(List.of()));
  }

  private static String text(Dimension dimension) {
    if (dimension instanceof Dimension.Fixed fixed) {
      return Long.toString(fixed.size());
    }
    String name = ((Dimension.Symbol) dimension).name();
    return name.isEmpty() ? "?" : name;
  }

  private static Inspection.Group group(ChannelGroup group) {
    return new Inspection.Group(
        group.id(),
        group.size(),
        group.slots().stream().map(s -> s.tensor() + "[" + s.axis() + "]").toList());
  }

  private static List<Long> sizes(Shape shape) {
    return Arrays.stream(shape.sizes()).boxed().toList();
  }
}
