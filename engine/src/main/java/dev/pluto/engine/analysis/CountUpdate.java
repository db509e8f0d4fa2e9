package dev.pluto.engine.analysis;

import dev.pluto.spi.graph.Attribute;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.LongStream;

/** Writes the numbers of remaining channels wherever the model counts them. */
final class CountUpdate {
  private final Graph graph;
  private final List<ChannelCount> counts;
  private final Map<String, BitSet> kept;
  private final BiFunction<String, Tensor, Tensor> slices;

  /**
   * Counts what remains.
   *
   * @param kept remaining channels of the narrowed groups, by group
   * @param slices takes out of a constant, by its name, what belongs to removed channels
   */
  CountUpdate(
      Graph graph,
      List<ChannelCount> counts,
      Map<String, BitSet> kept,
      BiFunction<String, Tensor, Tensor> slices) {
    this.graph = graph;
    this.slices = slices;
    this.counts = counts;
    this.kept = kept;
  }

  /** Replaces the numbers in the nodes and constants of a builder. */
  void apply(Graph.Builder builder) {
    Map<String, Node> nodes = new LinkedHashMap<>();
    graph.nodes().forEach(n -> nodes.put(n.name(), n));
    Map<String, Map<String, Map<Integer, Long>>> constants = new LinkedHashMap<>();
    for (ChannelCount count : counts) {
      if (kept.isEmpty() || !nodes.containsKey(count.node())) {
        continue;
      }
      if (count.place() instanceof ChannelCount.Place.InAttribute place) {
        Attribute value = new Attribute.IntValue(remaining(count));
        nodes.computeIfPresent(count.node(), (k, n) -> n.withAttribute(place.attribute(), value));
      } else if (count.place() instanceof ChannelCount.Place.InAttributeList place) {
        nodes.computeIfPresent(count.node(), (k, n) -> with(n, place, remaining(count)));
      } else if (count.place() instanceof ChannelCount.Place.InConstant place) {
        constants
            .computeIfAbsent(place.initializer(), k -> new LinkedHashMap<>())
            .computeIfAbsent(count.node(), k -> new HashMap<>())
            .put(place.index(), remaining(count));
      }
    }
    constants.forEach((constant, byNode) -> replace(constant, byNode, nodes, builder));
    builder.nodes(nodes.values());
  }

  private static Node with(Node node, ChannelCount.Place.InAttributeList place, long value) {
    long[] values = node.intsAttribute(place.attribute()).orElseThrow();
    values[place.index()] = value;
    List<Long> list = LongStream.of(values).boxed().toList();
    return node.withAttribute(place.attribute(), new Attribute.Ints(list));
  }

  private long remaining(ChannelCount count) {
    long remaining = count.fixed();
    for (Map.Entry<String, List<Integer>> group : count.counted().entrySet()) {
      BitSet stay = kept.get(group.getKey());
      List<Integer> counted = group.getValue();
      remaining += stay == null ? counted.size() : counted.stream().filter(stay::get).count();
    }
    return remaining;
  }

  /** Nodes that share a constant and need different numbers from now on get one each. */
  private void replace(
      String constant,
      Map<String, Map<Integer, Long>> byNode,
      Map<String, Node> nodes,
      Graph.Builder builder) {
    Tensor old = graph.initializer(constant).orElseThrow();
    Map<Tensor, List<String>> users = new LinkedHashMap<>();
    for (Node user : graph.consumers(constant)) {
      Tensor needed = with(old, byNode.getOrDefault(user.name(), Map.of()));
      users.computeIfAbsent(needed, t -> new ArrayList<>()).add(user.name());
    }
    boolean first = true;
    for (Map.Entry<Tensor, List<String>> entry : users.entrySet()) {
      String name = first ? constant : unusedName(constant + "_" + entry.getValue().get(0));
      first = false;
      builder.initializer(name, slices.apply(constant, entry.getKey()));
      for (String user : entry.getValue()) {
        nodes.computeIfPresent(
            user,
            (k, n) ->
                n.withInputs(n.inputs().stream().map(i -> i.equals(constant) ? name : i).toList()));
      }
    }
  }

  private String unusedName(String wish) {
    String name = wish;
    while (graph.initializer(name).isPresent() || graph.producer(name).isPresent()) {
      name += "_";
    }
    return name;
  }

  private static Tensor with(Tensor tensor, Map<Integer, Long> entries) {
    ByteBuffer bytes =
        ByteBuffer.allocate(tensor.data().remaining()).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(tensor.data()).flip();
    entries.forEach(
        (index, value) -> {
          if (tensor.dataType() == DataType.INT64) {
            bytes.putLong(index * Long.BYTES, value);
          } else {
            bytes.putInt(index * Integer.BYTES, Math.toIntExact(value));
          }
        });
    return Tensor.of(tensor.dataType(), tensor.shape(), bytes);
  }
}
