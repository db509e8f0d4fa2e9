package dev.pluto.engine.analysis;

import dev.pluto.engine.analysis.ChannelElements.TensorAxis;
import dev.pluto.spi.graph.ChannelGroup;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.TensorType;
import dev.pluto.spi.operator.ChannelTracer;
import dev.pluto.spi.operator.Channels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the channel groups of a graph by tracing every channel from the weights that make it to the
 * weights that sum it away. Each operator says what it does to channels; whatever it leaves unsaid
 * is fixed.
 */
public final class ChannelTracing {
  private final Operators operators;

  /** A tracing with these operators. */
  public ChannelTracing(Operators operators) {
    this.operators = operators;
  }

  /** The channel groups of a graph whose types are known. */
  public ChannelFacts trace(Graph graph, Types types) {
    Recorder recorder = new Recorder(graph, types);
    for (Node node : graph.nodes()) {
      recorder.node = node;
      operators.find(Operators.key(node)).ifPresent(d -> d.trace(node, recorder));
    }
    recorder.fixUncarried();
    return new ChannelGrouping(graph, recorder).facts();
  }

  /** A number that counts channels, before groups are known. */
  record RawCount(
      String node,
      Optional<String> attribute,
      Optional<String> constant,
      int index,
      Channels channels) {}

  /** What the operators said. */
  static final class Recorder implements ChannelTracer {
    private record Carried(String node, String tensor, int axis) {}

    private final Graph graph;
    private final Types types;
    final ChannelElements elements = new ChannelElements();
    final Map<TensorAxis, String> producers = new HashMap<>();
    final Set<TensorAxis> contracted = new HashSet<>();
    final List<RawCount> counts = new ArrayList<>();
    private final Set<Carried> carried = new HashSet<>();
    private Node node = new Node("none", "", "none", List.of(), List.of(), Map.of());

    Recorder(Graph graph, Types types) {
      this.graph = graph;
      this.types = types;
    }

    @Override
    public TensorType type(String tensor) {
      return types.of(tensor);
    }

    @Override
    public Optional<Tensor> constant(String tensor) {
      return Optional.ofNullable(types.constants().get(tensor));
    }

    @Override
    public boolean isInitializer(String tensor) {
      return graph.initializer(tensor).isPresent();
    }

    @Override
    public Channels channels(String tensor, int axis) {
      TensorAxis at = at(tensor, axis);
      return elements.of(at, Math.toIntExact(type(tensor).shape().size(at.axis())));
    }

    private TensorAxis at(String tensor, int axis) {
      return new TensorAxis(tensor, axis < 0 ? axis + type(tensor).shape().rank() : axis);
    }

    @Override
    public void tie(Channels a, Channels b) {
      if (a.size() != b.size()) {
        throw new IllegalArgumentException(
            "%s ties %d channels to %d".formatted(node, a.size(), b.size()));
      }
      for (int i = 0; i < a.size(); i++) {
        elements.tie(a.ids()[i], b.ids()[i]);
      }
    }

    @Override
    public void carry(String tensor, int axis) {
      TensorAxis at = at(tensor, axis);
      channels(tensor, axis);
      carried.add(new Carried(node.name(), tensor, at.axis()));
    }

    @Override
    public void produces(String initializer, int axis) {
      carry(initializer, axis);
      producers.putIfAbsent(at(initializer, axis), node.name());
    }

    @Override
    public void contracts(String initializer, int axis) {
      carry(initializer, axis);
      contracted.add(at(initializer, axis));
    }

    @Override
    public void fix(Channels channels, String reason) {
      for (int id : channels.ids()) {
        elements.fix(id, reason);
      }
    }

    @Override
    public void countsInAttribute(String attribute, Channels channels) {
      counts.add(new RawCount(node.name(), Optional.of(attribute), Optional.empty(), 0, channels));
    }

    @Override
    public void countsInConstant(String initializer, int index, Channels channels) {
      counts.add(
          new RawCount(node.name(), Optional.empty(), Optional.of(initializer), index, channels));
    }

    /** An axis stays free only if the producer and every consumer of its tensor carry it. */
    private void fixUncarried() {
      Set<String> inputs = new HashSet<>();
      graph.inputs().forEach(i -> inputs.add(i.name()));
      for (Map.Entry<TensorAxis, Channels> entry : elements.axes().entrySet()) {
        String tensor = entry.getKey().tensor();
        int axis = entry.getKey().axis();
        if (inputs.contains(tensor)) {
          fix(entry.getValue(), "graph input '" + tensor + "' has them");
        }
        if (graph.isOutput(tensor)) {
          fix(entry.getValue(), "graph output '" + tensor + "' has them");
        }
        List<Node> users = new ArrayList<>(graph.consumers(tensor));
        graph.producer(tensor).ifPresent(users::add);
        for (Node user : users) {
          if (!carried.contains(new Carried(user.name(), tensor, axis))) {
            fix(entry.getValue(), user + " needs all of them");
          }
        }
      }
    }
  }

  /** How an initializer carries channels; empty for a computed value. */
  static Optional<ChannelGroup.Slot.Kind> initializerKind(Recorder recorder, TensorAxis axis) {
    if (!recorder.isInitializer(axis.tensor())) {
      return Optional.empty();
    }
    return Optional.of(
        recorder.contracted.contains(axis)
            ? ChannelGroup.Slot.Kind.CONTRACTS
            : ChannelGroup.Slot.Kind.PRODUCES);
  }
}
