package dev.pluto.engine.operator.convolution;

import static dev.pluto.engine.operator.base.Script.ints;

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
 * ConvTranspose: input [N, C, spatial…], filters [C, M / group, kernel…], bias [M], over one to
 * three spatial axes.
 */
public final class TransposedConvolution extends ScriptedOperator {
  /** Defines ConvTranspose. */
  public TransposedConvolution() {
    super("ConvTranspose");
  }

  @Override
  public List<TensorType> infer(Node node, InferenceContext context) {
    Shape input = context.input(0).shape();
    Shape filters = context.input(1).shape();
    long group = node.intAttribute("group", 1);
    if (filters.rank() != input.rank()
        || filters.size(0) != input.size(1)
        || filters.size(0) % group != 0) {
      throw new IllegalArgumentException(
          "filters %s with group %d on input %s".formatted(filters, group, input));
    }
    long channels = filters.size(1) * group;
    if (context.has(2) && !context.input(2).shape().equals(Shape.of(channels))) {
      throw new IllegalArgumentException(
          "bias %s for %d channels".formatted(context.input(2).shape(), channels));
    }
    long[] kernel = Window.spatial(filters);
    if (!Arrays.equals(kernel, node.intsAttribute("kernel_shape").orElse(kernel))) {
      throw new IllegalArgumentException("kernel_shape differs from the filters " + filters);
    }
    Shape output =
        Window.featureMap(
            input.size(0), channels, SpreadWindow.of(node, kernel, Window.spatial(input)).output());
    return List.of(new TensorType(context.input(0).dataType(), output));
  }

  /** As for a convolution, with the axes of the filters exchanged. */
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
    node.input(2).ifPresent(bias -> ChannelPaths.bias(tracer, bias, out));
    if (group > 1 && group == in.size()) {
      // No sum: every channel goes on in channels of its own.
      ChannelPaths.produced(tracer, filters, 0, in);
    } else {
      ChannelPaths.contracted(tracer, filters, 0, in);
    }
    tracer.produces(filters, 1);
    ChannelsOfGroups.trace(
        tracer, in, tracer.unnamed(in.size() / group), out, tracer.channels(filters, 1));
  }

  @Override
  protected Script script(Node node, NDList inputs, ForwardContext context) {
    Shape filters = Shape.of(Inputs.sizes(inputs.get(1)));
    SpreadWindow window =
        SpreadWindow.of(
            node, Window.spatial(filters), Window.spatial(Shape.of(Inputs.sizes(inputs.get(0)))));
    String full = node.intAttribute("group", 1) == 1 ? direct(node, window) : grouped(node, window);
    if (window.isSymmetric()) {
      return Script.of(node, full);
    }
    return Script.of(
        node, "torch.constant_pad_nd(%s, %s, 0)".formatted(full, ints(window.cropAsTorchPads())));
  }

  private static String grouped(Node node, SpreadWindow window) {
    return "torch.conv_transpose%dd(x0, x1, %s, %s, %s, %s, %d, %s)"
        .formatted(
            window.kernel().length,
            bias(node),
            ints(window.strides()),
            ints(window.commonPads()),
            ints(window.extra()),
            node.intAttribute("group", 1),
            ints(window.dilations()));
  }

  /**
   * PyTorch's own implementation by matrix products. The one that it prefers gives wrong numbers
   * for some small shapes without groups, other ones at every call.
   */
  private static String direct(Node node, SpreadWindow window) {
    boolean line = window.kernel().length == 1;
    String call =
        "torch.slow_conv_transpose%dd(%s, %s, %s, %s, %s, %s, %s, %s)"
            .formatted(
                line ? 2 : window.kernel().length,
                line ? "torch.unsqueeze(x0, 2)" : "x0",
                line ? "torch.unsqueeze(x1, 2)" : "x1",
                plane(window.kernel(), 1),
                bias(node),
                plane(window.strides(), 1),
                plane(window.commonPads(), 0),
                plane(window.extra(), 0),
                plane(window.dilations(), 1));
    return line ? "torch.squeeze(%s, 2)".formatted(call) : call;
  }

  private static String bias(Node node) {
    return node.input(2).isPresent() ? "x2" : "None";
  }

  /** A line is a plane one element high. */
  private static String plane(long[] perAxis, long height) {
    return perAxis.length == 1 ? ints(height, perAxis[0]) : ints(perAxis);
  }

  /** Counted on the input grid: every input element is multiplied with its filters. */
  @Override
  public long macs(Node node, List<TensorType> inputs, List<TensorType> outputs) {
    Shape filters = inputs.get(1).shape();
    return Math.multiplyExact(
        inputs.get(0).shape().elements(), filters.elements() / Math.max(1, filters.size(0)));
  }
}
