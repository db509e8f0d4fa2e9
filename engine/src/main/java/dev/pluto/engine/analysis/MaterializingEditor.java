package dev.pluto.engine.analysis;

import dev.pluto.spi.graph.Attribute;
import dev.pluto.spi.graph.ChannelGroup;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.GraphEditor;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Quantization;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Collects edits of a graph and carries them out together. Works on tensors without elements, too.
 */
public final class MaterializingEditor implements GraphEditor {
  private final Graph graph;
  private final ChannelFacts facts;
  private final Map<ChannelGroup, BitSet> removed = new LinkedHashMap<>();
  private final Map<String, Quantization> quantizations;

  /**
   * An editor.
   *
   * @param facts channels of {@code graph}; groups given to {@link #keepChannels} are of it
   */
  public MaterializingEditor(Graph graph, ChannelFacts facts) {
    this.graph = graph;
    this.facts = facts;
    this.quantizations = new LinkedHashMap<>(graph.quantizations());
  }

  @Override
  public void keepChannels(ChannelGroup group, int[] channels) {
    if (channels.length == 0) {
      throw new IllegalArgumentException("no channel of '" + group.id() + "' would stay");
    }
    BitSet gone = removed.computeIfAbsent(group, g -> new BitSet());
    BitSet kept = new BitSet();
    IntStream.of(channels).forEach(kept::set);
    for (int c = 0; c < group.size(); c++) {
      if (!kept.get(c)) {
        gone.set(c);
      }
    }
  }

  @Override
  public void quantize(String tensor, Quantization quantization) {
    quantizations.merge(tensor, quantization, MaterializingEditor::lower);
  }

  private static Quantization lower(Quantization a, Quantization b) {
    int bits = Integer.compare(a.precision().bits(), b.precision().bits());
    if (bits != 0) {
      return bits < 0 ? a : b;
    }
    return b.scale().isPresent() ? b : a;
  }

  /** The edited graph. */
  public Graph result() {
    Map<String, Map<Integer, BitSet>> gone = new HashMap<>();
    removed.forEach(
        (group, channels) -> {
          for (ChannelGroup.Slot slot : group.weightSlots()) {
            BitSet axis =
                gone.computeIfAbsent(slot.tensor(), k -> new HashMap<>())
                    .computeIfAbsent(slot.axis(), k -> new BitSet());
            channels.stream().forEach(c -> IntStream.of(slot.indices().get(c)).forEach(axis::set));
          }
        });
    Graph.Builder builder = graph.toBuilder();
    gone.forEach(
        (name, axes) ->
            graph
                .initializer(name)
                .ifPresent(t -> builder.initializer(name, slice(name, t, axes))));
    adjustCounts(builder);
    return builder.quantizations(quantizations).build();
  }

  private Tensor slice(String name, Tensor tensor, Map<Integer, BitSet> axes) {
    List<int[]> kept = new ArrayList<>();
    for (int axis = 0; axis < tensor.shape().rank(); axis++) {
      BitSet gone = axes.getOrDefault(axis, new BitSet());
      kept.add(
          IntStream.range(0, (int) tensor.shape().size(axis)).filter(i -> !gone.get(i)).toArray());
    }
    Quantization quantization = quantizations.get(name);
    if (quantization != null) {
      quantizations.put(name, slice(quantization, kept));
    }
    return TensorSlicing.keep(tensor, kept);
  }

  private static Quantization slice(Quantization quantization, List<int[]> kept) {
    return new Quantization(
        quantization.precision(),
        quantization
            .scale()
            .map(
                scale -> {
                  OptionalInt axis = scale.axis();
                  if (axis.isEmpty()) {
                    return scale;
                  }
                  int[] indices = kept.get(axis.getAsInt());
                  return new Quantization.Scale(
                      IntStream.of(indices).mapToObj(scale.steps()::get).toList(),
                      IntStream.of(indices).mapToObj(scale.zeroPoints()::get).toList(),
                      axis);
                }));
  }

  private void adjustCounts(Graph.Builder builder) {
    Map<String, BitSet> goneById = new HashMap<>();
    removed.forEach((group, channels) -> goneById.put(group.id(), channels));
    Map<String, Node> changed = new HashMap<>();
    Map<String, long[]> vectors = new HashMap<>();
    for (ChannelFacts.Count count : facts.counts()) {
      long fewer = 0;
      for (Map.Entry<String, Integer> entry : count.perChannel().entrySet()) {
        fewer +=
            (long) entry.getValue()
                * goneById.getOrDefault(entry.getKey(), new BitSet()).cardinality();
      }
      if (fewer > 0) {
        Node node = changed.getOrDefault(count.node(), node(count.node()));
        changed.put(count.node(), adjusted(graph, node, count, fewer, vectors, builder));
      }
    }
    builder.nodes(graph.nodes().stream().map(n -> changed.getOrDefault(n.name(), n)).toList());
  }

  private Node node(String name) {
    return graph.nodes().stream().filter(n -> n.name().equals(name)).findFirst().orElseThrow();
  }

  /** Constants may be shared by nodes that need different numbers, so each node gets its own. */
  private static Node adjusted(
      Graph graph,
      Node node,
      ChannelFacts.Count count,
      long fewer,
      Map<String, long[]> vectors,
      Graph.Builder builder) {
    if (count.attribute().isPresent()) {
      String attribute = count.attribute().get();
      if (node.attributes().get(attribute) instanceof Attribute.Ints list) {
        List<Long> values = new ArrayList<>(list.values());
        values.set(count.index(), values.get(count.index()) - fewer);
        return node.withAttribute(attribute, new Attribute.Ints(values));
      }
      return node.withAttribute(
          attribute, new Attribute.IntValue(node.intAttribute(attribute, 1) - fewer));
    }
    String shared = count.constant().orElseThrow();
    String own = shared + "." + node.name();
    long[] values =
        vectors.computeIfAbsent(own, k -> graph.initializer(shared).orElseThrow().longs());
    values[count.index()] -= fewer;
    builder.initializer(own, Tensor.ofLongs(Shape.of(values.length), values));
    int at = node.inputs().indexOf(shared);
    if (at < 0) {
      return node;
    }
    List<String> inputs = new ArrayList<>(node.inputs());
    inputs.set(at, own);
    return node.withInputs(inputs);
  }
}
