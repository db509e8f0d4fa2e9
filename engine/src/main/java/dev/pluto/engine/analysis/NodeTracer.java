package dev.pluto.engine.analysis;

import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.TensorType;
import dev.pluto.spi.operator.ChannelTracer;
import dev.pluto.spi.operator.Channels;
import java.util.List;
import java.util.Optional;

/** Takes down what one node says. */
final class NodeTracer implements ChannelTracer {
  private final TraceState state;
  private final Node node;
  private final int position;

  /**
   * Listens to a node.
   *
   * @param position place of the node in execution order
   */
  NodeTracer(TraceState state, Node node, int position) {
    this.state = state;
    this.node = node;
    this.position = position;
  }

  @Override
  public long opset() {
    return state.graph().opsets().getOrDefault(node.domain(), 1L);
  }

  @Override
  public TensorType type(String tensor) {
    return state.types().of(tensor);
  }

  @Override
  public Optional<Tensor> constant(String tensor) {
    return state.types().constant(tensor);
  }

  @Override
  public boolean isInitializer(String tensor) {
    return state.isInitializer(tensor);
  }

  @Override
  public Channels channels(String tensor, int axis) {
    return state.axis(tensor, axis).channels();
  }

  @Override
  public void tie(Channels a, Channels b) {
    state.tie(a, b);
  }

  @Override
  public Channels unnamed(int size) {
    return state.unnamed(size);
  }

  @Override
  public void multiply(Channels combinations, List<Channels> factors) {
    state.multiply(combinations, factors);
  }

  @Override
  public void carry(String tensor, int axis) {
    state.axis(tensor, axis).carriers().add(position);
  }

  @Override
  public void produces(String initializer, int axis) {
    requireInitializer(initializer);
    carry(initializer, axis);
    state.axis(initializer, axis).producers().add(position);
  }

  @Override
  public void contracts(String initializer, int axis) {
    requireInitializer(initializer);
    carry(initializer, axis);
    state.axis(initializer, axis).contractors().add(position);
  }

  @Override
  public void fix(Channels channels, String reason) {
    state.fix(channels, node + ": " + reason);
  }

  @Override
  public void countsInAttribute(String attribute, Channels channels) {
    count(new ChannelCount.Place.InAttribute(attribute), channels);
  }

  @Override
  public void countsInAttribute(String attribute, int index, Channels channels) {
    count(new ChannelCount.Place.InAttributeList(attribute, index), channels);
  }

  @Override
  public void countsInConstant(String initializer, int index, Channels channels) {
    if (node.inputs().stream().filter(initializer::equals).count() > 1) {
      fix(channels, "'" + initializer + "' counts them and means something else, too");
      return;
    }
    Optional<SizeSource> source =
        SizeSource.of(state.graph(), state.types(), node, initializer, index);
    if (source.isPresent()) {
      state.count(
          new TraceState.Count(
              source.get().reader().name(),
              new ChannelCount.Place.InConstant(source.get().constant(), source.get().index()),
              channels));
    } else {
      fix(channels, "their number comes from '" + initializer + "', which the graph computes");
    }
  }

  private void count(ChannelCount.Place place, Channels channels) {
    state.count(new TraceState.Count(node.name(), place, channels));
  }

  private void requireInitializer(String tensor) {
    if (!isInitializer(tensor)) {
      throw new IllegalArgumentException("'" + tensor + "' is no initializer that can be sliced");
    }
  }
}
