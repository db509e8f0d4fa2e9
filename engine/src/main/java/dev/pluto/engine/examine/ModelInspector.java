package dev.pluto.engine.examine;

import dev.pluto.engine.analysis.BatchAxis;
import dev.pluto.engine.analysis.ChannelFacts;
import dev.pluto.engine.analysis.ChannelTracing;
import dev.pluto.engine.analysis.Operators;
import dev.pluto.engine.analysis.ReferenceShapes;
import dev.pluto.engine.analysis.ShapeInference;
import dev.pluto.engine.analysis.Types;
import dev.pluto.engine.model.ImportedModel;
import dev.pluto.engine.model.WeightSlots;
import dev.pluto.engine.onnx.OpaqueExpansion;
import dev.pluto.engine.opaque.OpaqueParts;
import dev.pluto.engine.report.Inspection;
import dev.pluto.engine.report.Report;
import dev.pluto.spi.graph.ChannelGroup;
import dev.pluto.spi.graph.Dimension;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.OpaquePart;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.TensorType;
import dev.pluto.spi.graph.ValueInfo;
import dev.pluto.spi.hardware.HardwareTarget;
import dev.pluto.spi.operator.OperatorKey;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

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
      ImportedModel read, Map<String, List<Long>> inputShapes, Optional<HardwareTarget> chip) {
    Map<String, Shape> shapes = ReferenceShapes.of(read.graph(), inputShapes);
    ImportedModel model = read.withParts(shapes, operators);
    Graph graph = model.graph();
    Types types = new ShapeInference(operators).infer(graph, shapes);
    ChannelFacts facts = channels(graph, shapes);
    List<Inspection.NodeFacts> trained =
        graph.nodes().stream()
            .filter(node -> !OpaquePart.is(node))
            .map(node -> facts(node, types))
            .toList();
    List<Inspection.NodeFacts> nodes =
        Stream.concat(trained.stream(), model.opaque().stream().map(ModelInspector::facts))
            .toList();
    return new Inspection(
        model.name(),
        model.bytes().length,
        model.given().opsets(),
        operatorCounts(OpaqueExpansion.expand(model.given())),
        graph.inputs().stream()
            .map(i -> value(i, Optional.ofNullable(shapes.get(i.name()))))
            .toList(),
        graph.outputs().stream()
            .map(o -> value(o, Optional.of(types.of(o.name()).shape())))
            .toList(),
        parameters(model.given()),
        nodes.stream().mapToLong(Inspection.NodeFacts::macs).sum(),
        nodes,
        facts.groups().stream().map(ModelInspector::group).toList(),
        facts.fixed().stream()
            .map(r -> new Report.Refused("channel tracing", r.site(), r.reason()))
            .toList(),
        trainability(trained, nodes, model.opaque()),
        model.opaque().stream()
            .map(m -> new Inspection.Opaque(m.node(), m.operator(), m.part(), m.reason()))
            .toList(),
        chip.map(target -> ModelOnChip.of(graph, target)));
  }

  private static Inspection.Trainability trainability(
      List<Inspection.NodeFacts> trained,
      List<Inspection.NodeFacts> all,
      List<OpaqueParts.Member> opaque) {
    long own = trained.stream().mapToLong(Inspection.NodeFacts::macs).sum();
    long total = all.stream().mapToLong(Inspection.NodeFacts::macs).sum();
    return new Inspection.Trainability(
        trained.size(),
        all.isEmpty() ? 0 : trained.size() / (double) all.size(),
        own,
        total == 0 ? 0 : own / (double) total,
        opaque.stream()
            .filter(m -> m.macs().isEmpty())
            .map(OpaqueParts.Member::operator)
            .distinct()
            .sorted()
            .toList());
  }

  /** Channels of the graph as it would be compressed, whether or not the file has its weights. */
  private ChannelFacts channels(Graph graph, Map<String, Shape> shapes) {
    Graph filled = WeightSlots.filled(graph, WeightSlots.inputsOf(graph));
    Graph free = BatchAxis.free(filled, shapes, operators);
    return new ChannelTracing(operators)
        .trace(free, new ShapeInference(operators).infer(free, shapes));
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

  private Inspection.NodeFacts facts(Node node, Types types) {
    long macs =
        operators
            .of(node)
            .macs(node, present(node.inputs(), types), present(node.outputs(), types));
    return new Inspection.NodeFacts(
        node.name(),
        node.opType(),
        node.outputs().stream()
            .filter(output -> !output.isEmpty())
            .findFirst()
            .map(output -> sizes(types.of(output).shape()))
            .orElse(List.of()),
        macs);
  }

  private static Inspection.NodeFacts facts(OpaqueParts.Member member) {
    return new Inspection.NodeFacts(
        member.node(), member.operator(), member.outputShape(), member.macs().orElse(0));
  }

  private static List<TensorType> present(List<String> names, Types types) {
    return names.stream().filter(n -> !n.isEmpty()).map(types::of).toList();
  }

  private static Inspection.Value value(ValueInfo info, Optional<Shape> concrete) {
    List<String> declared =
        info.dimensions()
            .map(sizes -> sizes.stream().map(ModelInspector::text).toList())
            .orElse(List.of("?"));
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
