package dev.pluto.engine.operator.convolution;

import static dev.pluto.engine.operator.base.Script.ints;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.pluto.engine.operator.base.ChannelPaths;
import dev.pluto.engine.operator.base.Inputs;
import dev.pluto.engine.operator.base.Script;
import dev.pluto.engine.operator.base.ScriptedOperator;
import dev.pluto.engine.operator.base.Window;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.TensorType;
import dev.pluto.spi.operator.ChannelTracer;
import dev.pluto.spi.operator.Channels;
import dev.pluto.spi.operator.ForwardContext;
import dev.pluto.spi.operator.InferenceContext;
import java.util.Arrays;
import java.util.List;

/**
 * Conv: input [N, C, spatial…], filters [M, C / group, kernel…], bias [M], over one to three
 * spatial axes.
 */
public final class Convolution extends ScriptedOperator {
  /** Defines Conv. */
  public Convolution() {
    super("Conv");
  }

  @Override
  public List<TensorType> infer(Node node, InferenceContext context) {
    Shape input = context.input(0).shape();
    Shape filters = context.input(1).shape();
    long group = node.intAttribute("group", 1);
    if (group < 1
        || filters.rank() != input.rank()
        || filters.size(1) * group != input.size(1)
        || filters.size(0) % group != 0) {
      throw new IllegalArgumentException(
          "filters %s with group %d on input %s".formatted(filters, group, input));
    }
    if (context.has(2) && !context.input(2).shape().equals(Shape.of(filters.size(0)))) {
      throw new IllegalArgumentException(
          "bias %s for %d channels".formatted(context.input(2).shape(), filters.size(0)));
    }
    long[] kernel = Window.spatial(filters);
    if (!Arrays.equals(kernel, node.intsAttribute("kernel_shape").orElse(kernel))) {
      throw new IllegalArgumentException("kernel_shape differs from the filters " + filters);
    }
    long[] spatial = Window.spatial(input);
    long[] positions = Window.of(node, kernel, spatial).positions(spatial);
    Shape output = Window.featureMap(input.size(0), filters.size(0), positions);
    return List.of(new TensorType(context.input(0).dataType(), output));
  }

  /**
   * Filters are rows of axis 0. Groups stay equally wide: the same channel of each goes together,
   * or a group goes with all that it reads and makes.
   */
  @Override
  public void trace(Node node, ChannelTracer tracer) {
    String filters = node.inputs().get(1);
    String input = node.inputs().get(0);
    if (!tracer.isInitializer(filters)) {
      ChannelPaths.fix(tracer, input, "its filters are computed");
      ChannelPaths.fix(tracer, filters, "uses them as filters");
      return;
    }
    Channels in = tracer.channels(input, 1);
    Channels out = tracer.channels(node.output(), 1);
    int group = Math.toIntExact(node.intAttribute("group", 1));
    tracer.carry(input, 1);
    tracer.carry(node.output(), 1);
    tracer.contracts(filters, 1);
    ChannelPaths.produced(tracer, filters, 0, out);
    node.input(2).ifPresent(bias -> ChannelPaths.bias(tracer, bias, out));
    ChannelsOfGroups.trace(
        tracer, in, tracer.channels(filters, 1), out, tracer.unnamed(out.size() / group));
  }

  @Override
  protected Script script(Node node, NDList inputs, ForwardContext context) {
    NDArray input = inputs.get(0);
    Shape filters = Shape.of(Inputs.sizes(inputs.get(1)));
    Window window =
        Window.of(node, Window.spatial(filters), Window.spatial(Shape.of(Inputs.sizes(input))));
    long[] pads = new long[2 * window.axes()];
    if (!window.isSymmetric()) {
      pads = Window.torchPads(window.begin(), window.end());
      window = window.withoutPads();
    }
    long group = node.intAttribute("group", 1);
    ChannelBlocks blocks = ChannelBlocks.of(filters, group);
    String map =
        "torch.conv%dd(%s, %s, %s, %s, %s, %s, %d)"
            .formatted(
                window.axes(),
                blocks.input("x0", pads),
                blocks.filters("x1"),
                node.input(2).isPresent() ? blocks.bias("x2") : "None",
                ints(window.strides()),
                ints(window.begin()),
                ints(window.dilations()),
                group + blocks.groups());
    return Script.of(node, blocks.output(map, filters.size(0)));
  }

  /** Every output element sums over one filter. */
  @Override
  public long macs(Node node, List<TensorType> inputs, List<TensorType> outputs) {
    Shape filters = inputs.get(1).shape();
    return Math.multiplyExact(
        outputs.get(0).shape().elements(), filters.elements() / Math.max(1, filters.size(0)));
  }
}
