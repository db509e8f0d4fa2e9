package dev.pluto.engine.operator.shape;

import ai.djl.ndarray.NDList;
import dev.pluto.engine.operator.base.ChannelPaths;
import dev.pluto.engine.operator.base.Inputs;
import dev.pluto.engine.operator.base.Script;
import dev.pluto.engine.operator.base.ScriptedOperator;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.TensorType;
import dev.pluto.spi.operator.ChannelTracer;
import dev.pluto.spi.operator.ForwardContext;
import dev.pluto.spi.operator.InferenceContext;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reshape: the target shape is an input; 0 copies the size of the input axis (unless {@code
 * allowzero} is set) and one −1 takes what is left.
 */
public final class Reshape extends ScriptedOperator {
  /** Defines Reshape. */
  public Reshape() {
    super("Reshape");
  }

  @Override
  public List<TensorType> infer(Node node, InferenceContext context) {
    TensorType input = context.input(0);
    long[] target =
        Inputs.integers(context, 1, "the sizes")
            .orElseThrow(() -> new IllegalArgumentException("the target shape is missing"));
    return List.of(new TensorType(input.dataType(), resolve(node, input.shape(), target)));
  }

  private static Shape resolve(Node node, Shape input, long[] target) {
    long[] sizes = target.clone();
    int open = -1;
    long known = 1;
    for (int axis = 0; axis < sizes.length; axis++) {
      if (copies(node, sizes[axis])) {
        sizes[axis] = input.size(axis);
      }
      if (sizes[axis] >= 0) {
        known = Math.multiplyExact(known, sizes[axis]);
      } else if (sizes[axis] == -1 && open < 0) {
        open = axis;
      } else {
        throw new IllegalArgumentException("target shape " + Arrays.toString(target));
      }
    }
    long elements = input.elements();
    if (open >= 0 && known > 0 && elements % known == 0) {
      sizes[open] = elements / known;
      known = elements;
    }
    if (known != elements || (open >= 0 && sizes[open] < 0)) {
      throw new IllegalArgumentException(
          "%s does not fit the target shape %s".formatted(input, Arrays.toString(target)));
    }
    return Shape.of(sizes);
  }

  private static boolean copies(Node node, long size) {
    return size == 0 && node.intAttribute("allowzero", 0) == 0;
  }

  /**
   * Sizes written into a constant target shrink with the channels. Of a computed target nobody
   * knows whether a size would follow, except −1.
   */
  @Override
  public void trace(Node node, ChannelTracer tracer) {
    String input = node.inputs().get(0);
    String target = node.inputs().get(1);
    Optional<long[]> sizes = tracer.constant(target).map(Tensor::longs);
    if (sizes.isEmpty()) {
      ChannelPaths.fix(tracer, input, "computes its target shape");
      return;
    }
    Shape from = tracer.type(input).shape();
    Shape to = tracer.type(node.output()).shape();
    boolean written = tracer.isInitializer(target);
    Regrouping.trace(
        tracer,
        input,
        node.output(),
        axis -> {
          long size = sizes.get()[axis];
          if (copies(node, size)) {
            return Regrouping.keepsAxis(from, to, axis)
                ? Optional.empty()
                : Optional.of("copies the size of another axis");
          }
          if (size > 0 && written) {
            tracer.countsInConstant(target, axis, tracer.channels(node.output(), axis));
          }
          return size < 0 || written
              ? Optional.empty()
              : Optional.of("computes the size of axis " + axis + " of its result");
        });
  }

  @Override
  protected Script script(Node node, NDList inputs, ForwardContext context) {
    Shape input = Shape.of(Inputs.sizes(inputs.get(0)));
    long[] target = Inputs.integers(node, inputs, 1).orElseThrow();
    long[] sizes = resolve(node, input, target).sizes();
    return Script.of(node, "torch.reshape(x0, %s)".formatted(Script.ints(sizes)));
  }
}
