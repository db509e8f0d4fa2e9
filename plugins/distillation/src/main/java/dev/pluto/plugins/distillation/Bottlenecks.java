package dev.pluto.plugins.distillation;

import dev.pluto.spi.graph.ChannelGroup;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The values through which all that a model knows of its input passes: the ends of its blocks.
 * Every structure that a search may choose between has them.
 */
final class Bottlenecks {
  private static final int CHANNELS = 1;
  private static final int FIRST_POSITION = 2;

  private Bottlenecks() {}

  /**
   * Maps of features (batch, channels, positions), the last one of each size, in graph order.
   * Values whose channels lie elsewhere, such as the steps of a sequence, are none.
   *
   * @param types of all values
   * @param groups channels that may become fewer
   */
  static List<String> of(Graph graph, Map<String, TensorType> types, List<ChannelGroup> groups) {
    Set<String> others = new HashSet<>();
    for (ChannelGroup group : groups) {
      group.slots().stream()
          .filter(slot -> slot.axis() != CHANNELS)
          .forEach(slot -> others.add(slot.tensor()));
    }
    Map<String, Integer> readers = new HashMap<>();
    graph.nodes().forEach(n -> values(graph, n).forEach(i -> readers.merge(i, 1, Integer::sum)));
    graph.outputs().forEach(o -> readers.merge(o.name(), 1, Integer::sum));
    Set<String> live = new HashSet<>();
    graph.inputs().forEach(i -> live.add(i.name()));
    Map<Shape, String> bySize = new LinkedHashMap<>();
    for (Node node : graph.nodes()) {
      for (String input : values(graph, node)) {
        if (readers.merge(input, -1, Integer::sum) == 0) {
          live.remove(input);
        }
      }
      node.outputs().stream().filter(o -> readers.getOrDefault(o, 0) > 0).forEach(live::add);
      if (live.size() == 1) {
        String only = live.iterator().next();
        TensorType type = types.get(only);
        if (type != null && isMap(type) && !graph.isOutput(only) && !others.contains(only)) {
          bySize.remove(positions(type.shape()));
          bySize.put(positions(type.shape()), only);
        }
      }
    }
    return new ArrayList<>(bySize.values());
  }

  /** What a node reads and another node or the user made, once per place. */
  private static List<String> values(Graph graph, Node node) {
    return node.inputs().stream()
        .filter(i -> !i.isEmpty() && graph.initializer(i).isEmpty())
        .toList();
  }

  private static boolean isMap(TensorType type) {
    Shape shape = type.shape();
    return type.dataType() == DataType.FLOAT
        && shape.rank() > FIRST_POSITION
        && positions(shape).elements() > 1;
  }

  private static Shape positions(Shape shape) {
    long[] sizes = new long[shape.rank() - FIRST_POSITION];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = shape.size(FIRST_POSITION + i);
    }
    return Shape.of(sizes);
  }
}
