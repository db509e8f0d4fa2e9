package dev.pluto.engine.operator.normalization;

import static dev.pluto.engine.operator.base.Script.ints;
import static dev.pluto.engine.operator.base.Script.number;

import ai.djl.ndarray.NDList;
import dev.pluto.engine.operator.base.Axes;
import dev.pluto.engine.operator.base.Broadcasting;
import dev.pluto.engine.operator.base.ChannelPaths;
import dev.pluto.engine.operator.base.Inputs;
import dev.pluto.engine.operator.base.Script;
import dev.pluto.engine.operator.base.ScriptedOperator;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.TensorType;
import dev.pluto.spi.operator.ChannelTracer;
import dev.pluto.spi.operator.ForwardContext;
import dev.pluto.spi.operator.InferenceContext;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * LayerNormalization: the axes from {@code axis} on normalized together, then scaled and shifted by
 * tensors that stretch to them (Ba et al. 2016). Mean and inverse deviation are further outputs.
 */
public final class LayerNormalization extends ScriptedOperator {
  /** Defines LayerNormalization. */
  public LayerNormalization() {
    super("LayerNormalization");
  }

  @Override
  public List<TensorType> infer(Node node, InferenceContext context) {
    TensorType input = context.input(0);
    Shape shape = input.shape();
    int first = axis(node, shape.rank());
    for (int i = 1; i <= 2; i++) {
      if (context.has(i)
          && !Broadcasting.shape(List.of(shape, context.input(i).shape())).equals(shape)) {
        throw new IllegalArgumentException(
            "scale or shift %s for input %s".formatted(context.input(i).shape(), shape));
      }
    }
    Shape statistics =
        Shape.of(
            IntStream.range(0, shape.rank())
                .mapToLong(axis -> axis < first ? shape.size(axis) : 1)
                .toArray());
    TensorType further = new TensorType(input.dataType(), statistics);
    return List.of(input, further, further).subList(0, node.outputs().size());
  }

  /** The axes in front of the normalized ones pass. */
  @Override
  public void trace(Node node, ChannelTracer tracer) {
    String input = node.inputs().get(0);
    Shape shape = tracer.type(input).shape();
    int first = axis(node, shape.rank());
    for (int axis = 0; axis < first; axis++) {
      if (shape.size(axis) > 1) {
        for (String output : node.outputs()) {
          if (!output.isEmpty()) {
            ChannelPaths.pass(tracer, input, axis, output, axis);
          }
        }
      }
    }
    ChannelPaths.fix(
        tracer, input, IntStream.range(first, shape.rank()).toArray(), "normalizes over it");
  }

  @Override
  protected Script script(Node node, NDList inputs, ForwardContext context) {
    long[] sizes = Inputs.sizes(inputs.get(0));
    int first = axis(node, sizes.length);
    long[] normalized = Arrays.copyOfRange(sizes, first, sizes.length);
    boolean exact =
        inputs.stream().skip(1).allMatch(a -> Arrays.equals(Inputs.sizes(a), normalized));
    String epsilon = number(node.floatAttribute("epsilon", 1e-5f));
    boolean shifts = node.input(2).isPresent();
    String result =
        "torch.layer_norm(x0, %s, %s, %s, %s, False)"
            .formatted(
                ints(normalized), exact ? "x1" : "None", exact && shifts ? "x2" : "None", epsilon);
    if (!exact) {
      result = "torch.mul(%s, x1)".formatted(result);
      result = shifts ? "torch.add(%s, x2)".formatted(result) : result;
    }
    if (node.outputs().size() == 1) {
      return Script.of(node, result);
    }
    String axes = ints(LongStream.range(first, sizes.length).toArray());
    String mean = "torch.mean(x0, %s, True)".formatted(axes);
    String deviation =
        "torch.rsqrt(torch.add(torch.var(x0, %s, False, True), %s))".formatted(axes, epsilon);
    return Script.of(node, List.of(result, mean, deviation).subList(0, node.outputs().size()));
  }

  private static int axis(Node node, int rank) {
    return Axes.normalize(node.intAttribute("axis", -1), rank);
  }
}
