package dev.pluto.engine.analysis;

import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.operator.Channels;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What all nodes said about channels: one element per index of every axis that a node spoke of,
 * united where nodes tied them.
 */
final class TraceState {
  /** Positions along the axes of all values, each of which takes a dozen bytes. */
  private static final int MOST_ELEMENTS = 1 << 24;

  /** A number that counts channels, as a node told it. */
  record Count(String node, ChannelCount.Place place, Channels channels) {}

  /** Channels that are all combinations of others, those of the last factor fastest. */
  record Product(Channels combinations, List<Channels> factors) {}

  private record AxisKey(String tensor, int axis) {}

  private record Fixing(Channels channels, String reason) {}

  private final Graph graph;
  private final Types types;
  private final DisjointSets sets = new DisjointSets();
  private final Map<AxisKey, TracedAxis> axes = new LinkedHashMap<>();
  private final List<Fixing> fixings = new ArrayList<>();
  private final List<Count> counts = new ArrayList<>();
  private final List<Product> products = new ArrayList<>();

  TraceState(Graph graph, Types types) {
    this.graph = graph;
    this.types = types;
  }

  Graph graph() {
    return graph;
  }

  Types types() {
    return types;
  }

  /** All axes that were spoken of, in that order. */
  Collection<TracedAxis> axes() {
    return axes.values();
  }

  /** All numbers that count channels. */
  List<Count> counts() {
    return counts;
  }

  /** All products. */
  List<Product> products() {
    return products;
  }

  /** The axis; a negative one counts from the end. */
  TracedAxis axis(String tensor, int axis) {
    int rank = types.of(tensor).shape().rank();
    if (axis < -rank || axis >= rank) {
      throw new IllegalArgumentException(
          "axis %d of '%s', which has rank %d".formatted(axis, tensor, rank));
    }
    AxisKey key = new AxisKey(tensor, axis < 0 ? axis + rank : axis);
    TracedAxis known = axes.get(key);
    if (known == null) {
      int size = Math.toIntExact(types.of(tensor).shape().size(axis));
      if (size > MOST_ELEMENTS - sets.size()) {
        throw new ProblemException(
            ProblemException.Kind.MODEL,
            new Problem(
                "value '" + tensor + "'",
                "the axes of all values up to this one are too long to follow their channels",
                MOST_ELEMENTS + " positions in total; --input-shape can make values smaller"));
      }
      known = new TracedAxis(tensor, key.axis(), sets.add(size), size);
      axes.put(key, known);
    }
    return known;
  }

  /** Whether slices of the tensor can be taken out of the file. */
  boolean isInitializer(String tensor) {
    return graph
        .initializer(tensor)
        .map(Tensor::dataType)
        .filter(TensorSlices::canSlice)
        .isPresent();
  }

  void tie(Channels a, Channels b) {
    if (a.size() != b.size()) {
      throw new IllegalArgumentException("tied %d channels to %d".formatted(a.size(), b.size()));
    }
    for (int i = 0; i < a.size(); i++) {
      sets.union(a.ids()[i], b.ids()[i]);
    }
  }

  Channels unnamed(int size) {
    int first = sets.add(size);
    return new Channels(IntStream.range(first, first + size).toArray());
  }

  void multiply(Channels combinations, List<Channels> factors) {
    int size = factors.stream().mapToInt(Channels::size).reduce(1, Math::multiplyExact);
    if (size != combinations.size()) {
      throw new IllegalArgumentException(
          "%d channels as %d combinations".formatted(combinations.size(), size));
    }
    List<Channels> proper = factors.stream().filter(f -> f.size() > 1).toList();
    if (proper.size() == 1) {
      tie(combinations, proper.get(0));
    } else if (proper.size() > 1) {
      products.add(new Product(combinations, proper));
    }
  }

  void fix(Channels channels, String reason) {
    fixings.add(new Fixing(channels, reason));
  }

  /** Notes a number; channels that one number counts for several nodes are the same ones. */
  void count(Count count) {
    for (Count other : counts) {
      if (other.node().equals(count.node()) && other.place().equals(count.place())) {
        tie(other.channels(), count.channels());
        return;
      }
    }
    counts.add(count);
  }

  /** The class of an element. */
  int classOf(int element) {
    return sets.find(element);
  }

  /**
   * Why classes are fixed, by class; called when all nodes have spoken. Of several reasons the
   * first is given: the interface of the model, then what operators said, then what they did not
   * say.
   */
  @Nullable String[] reasonsByClass() {
    @Nullable String[] reasons = new @Nullable String[sets.size()];
    graph.outputs().forEach(o -> fixAll(o.name(), "graph output '" + o.name() + "'", reasons));
    graph.inputs().forEach(i -> fixAll(i.name(), "graph input '" + i.name() + "'", reasons));
    fixings.forEach(f -> fixAll(f.channels(), f.reason(), reasons));
    Map<String, Integer> positions = positions();
    for (TracedAxis axis : axes.values()) {
      for (Node node : users(axis.tensor())) {
        if (!axis.carriers().contains(positions.get(node.name()))) {
          String reason =
              "%s needs axis %d of '%s' as it is".formatted(node, axis.axis(), axis.tensor());
          fixAll(axis.channels(), reason, reasons);
        }
      }
    }
    return reasons;
  }

  private void fixAll(String tensor, String reason, @Nullable String[] reasons) {
    for (int axis = 0; axis < types.of(tensor).shape().rank(); axis++) {
      TracedAxis known = axes.get(new AxisKey(tensor, axis));
      if (known != null) {
        fixAll(known.channels(), reason, reasons);
      }
    }
  }

  private void fixAll(Channels channels, String reason, @Nullable String[] reasons) {
    for (int element : channels.ids()) {
      int id = sets.find(element);
      if (reasons[id] == null) {
        reasons[id] = reason;
      }
    }
  }

  private List<Node> users(String tensor) {
    List<Node> users = new ArrayList<>();
    graph.producer(tensor).ifPresent(users::add);
    users.addAll(graph.consumers(tensor));
    return users;
  }

  private Map<String, Integer> positions() {
    Map<String, Integer> positions = new HashMap<>();
    for (Node node : graph.nodes()) {
      positions.put(node.name(), positions.size());
    }
    return positions;
  }
}
