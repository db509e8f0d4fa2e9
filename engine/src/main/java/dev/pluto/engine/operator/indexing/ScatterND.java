package dev.pluto.engine.operator.indexing;

import ai.djl.ndarray.NDList;
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
import java.util.stream.LongStream;

/**
 * ScatterND: the data with the slices that indices [..., k] name replaced by updates, or with
 * updates added or multiplied.
 */
public final class ScatterND extends ScriptedOperator {
  /** Defines ScatterND. */
  public ScatterND() {
    super("ScatterND");
  }

  @Override
  public List<TensorType> infer(Node node, InferenceContext context) {
    Shape data = context.input(0).shape();
    Shape indices = context.input(1).shape();
    Shape updates = context.input(2).shape();
    if (indices.rank() < 1
        || indices.size(-1) > data.rank()
        || !updates.equals(updates(data, indices))) {
      throw new IllegalArgumentException(
          "indices %s and updates %s for %s".formatted(indices, updates, data));
    }
    String reduction = node.textAttribute("reduction", "none");
    if (!List.of("none", "add").contains(reduction)) {
      throw new IllegalArgumentException("reduction " + reduction + " is not supported");
    }
    return List.of(context.input(0));
  }

  private static Shape updates(Shape data, Shape indices) {
    long[] places = Arrays.copyOf(indices.sizes(), indices.rank() - 1);
    long[] slice = Arrays.copyOfRange(data.sizes(), (int) indices.size(-1), data.rank());
    return Shape.of(LongStream.concat(LongStream.of(places), LongStream.of(slice)).toArray());
  }

  /** Every index belongs to one place: nothing can be taken out. */
  @Override
  public void trace(Node node, ChannelTracer tracer) {}

  /** The indexed axes are one to PyTorch: their row-major place is computed from the indices. */
  @Override
  protected Script script(Node node, NDList inputs, ForwardContext context) {
    Shape data = Shape.of(Inputs.sizes(inputs.get(0)));
    Shape indices = Shape.of(Inputs.sizes(inputs.get(1)));
    int indexed = (int) indices.size(-1);
    long[] sizes = Arrays.copyOf(data.sizes(), indexed);
    long[] strides = new long[indexed];
    long stride = 1;
    for (int axis = indexed - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= sizes[axis];
    }
    long inner = data.elements() / Math.max(1, stride);
    String places =
        "places = torch.reshape(torch.sum(torch.mul(torch.remainder(x1, %s), %s), [-1]), [-1])"
            .formatted(Script.vector(sizes), Script.vector(strides));
    boolean adds = node.textAttribute("reduction", "none").equals("add");
    return Script.of(
        node,
        List.of(places),
        "torch.view_as(torch.%s(torch.reshape(x0, %s), 0, places, torch.reshape(x2, %s)), x0)"
            .formatted(
                adds ? "index_add" : "index_copy",
                Script.ints(stride, inner),
                Script.ints(indices.elements() / Math.max(1, indexed), inner)));
  }
}
