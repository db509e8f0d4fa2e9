package dev.pluto.engine.operator.shape;

import ai.djl.ndarray.NDList;
import dev.pluto.engine.operator.base.Axes;
import dev.pluto.engine.operator.base.ChannelPaths;
import dev.pluto.engine.operator.base.Inputs;
import dev.pluto.engine.operator.base.Script;
import dev.pluto.engine.operator.base.ScriptedOperator;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.TensorType;
import dev.pluto.spi.operator.ChannelTracer;
import dev.pluto.spi.operator.Channels;
import dev.pluto.spi.operator.ForwardContext;
import dev.pluto.spi.operator.InferenceContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Split: parts of an axis one behind the other. Their sizes are an attribute, since operator set 13
 * an input; without sizes the parts are equally large, the last one perhaps smaller.
 */
public final class Split extends ScriptedOperator {
  /** Defines Split. */
  public Split() {
    super("Split");
  }

  @Override
  public List<TensorType> infer(Node node, InferenceContext context) {
    TensorType input = context.input(0);
    int axis = axis(node, input.shape().rank());
    Optional<long[]> given =
        node.intsAttribute("split").or(() -> Inputs.integers(context, 1, "the sizes"));
    return LongStream.of(sizes(node, input.shape().size(axis), given))
        .mapToObj(size -> new TensorType(input.dataType(), input.shape().with(axis, size)))
        .toList();
  }

  private static long[] sizes(Node node, long size, Optional<long[]> given) {
    int parts = node.outputs().size();
    long[] sizes = given.orElseGet(() -> equalParts(size, parts));
    if (sizes.length != parts || LongStream.of(sizes).sum() != size) {
      throw new IllegalArgumentException(
          "parts %s of an axis of size %d, %d outputs"
              .formatted(Arrays.toString(sizes), size, parts));
    }
    return sizes;
  }

  private static long[] equalParts(long size, int parts) {
    long each = -Math.floorDiv(-size, parts);
    long[] sizes = new long[parts];
    Arrays.fill(sizes, each);
    sizes[parts - 1] = size - each * (parts - 1);
    return sizes;
  }

  /** Parts without written sizes shrink together, so that they stay equally large. */
  @Override
  public void trace(Node node, ChannelTracer tracer) {
    String input = node.inputs().get(0);
    Shape shape = tracer.type(input).shape();
    int axis = axis(node, shape.rank());
    for (String part : named(node)) {
      for (int other = 0; other < shape.rank(); other++) {
        if (other != axis && shape.size(other) > 1) {
          ChannelPaths.pass(tracer, input, other, part, other);
        }
      }
    }
    boolean written = node.input(1).map(tracer::isInitializer).orElse(false);
    boolean computed = node.input(1).isPresent() && !written;
    boolean attribute = node.intsAttribute("split").isPresent();
    long[] sizes =
        sizes(
            node,
            shape.size(axis),
            node.intsAttribute("split")
                .or(
                    () ->
                        node.input(1)
                            .filter(s -> written)
                            .flatMap(tracer::constant)
                            .map(Tensor::longs)));
    boolean equal = LongStream.of(sizes).distinct().count() == 1;
    if (computed || (!written && !attribute && !equal)) {
      tracer.fix(
          tracer.channels(input, axis),
          computed ? "computes the sizes of its parts" : "makes parts of unequal, unwritten sizes");
      return;
    }
    ChannelPaths.operand(tracer, input, axis);
    Channels whole = tracer.channels(input, axis);
    int begin = 0;
    for (int i = 0; i < sizes.length; i++) {
      Channels part = whole.slice(begin, begin + Math.toIntExact(sizes[i]));
      begin += Math.toIntExact(sizes[i]);
      if (!node.outputs().get(i).isEmpty()) {
        tracer.carry(node.outputs().get(i), axis);
        tracer.tie(part, tracer.channels(node.outputs().get(i), axis));
      }
      if (written) {
        tracer.countsInConstant(node.inputs().get(1), i, part);
      } else if (attribute) {
        tracer.countsInAttribute("split", i, part);
      } else {
        tracer.tie(part, whole.slice(0, part.size()));
      }
    }
  }

  private static List<String> named(Node node) {
    return node.outputs().stream().filter(name -> !name.isEmpty()).toList();
  }

  @Override
  protected Script script(Node node, NDList inputs, ForwardContext context) {
    Shape input = Shape.of(Inputs.sizes(inputs.get(0)));
    int axis = axis(node, input.rank());
    Optional<long[]> given = node.intsAttribute("split").or(() -> Inputs.integers(node, inputs, 1));
    List<String> parts = new ArrayList<>();
    long begin = 0;
    for (long size : sizes(node, input.size(axis), given)) {
      parts.add("torch.slice(x0, %d, %d, %d)".formatted(axis, begin, begin + size));
      begin += size;
    }
    return parts.size() == 1 ? Script.of(node, parts.get(0)) : Script.of(node, parts);
  }

  private static int axis(Node node, int rank) {
    return Axes.normalize(node.intAttribute("axis", 0), rank);
  }
}
