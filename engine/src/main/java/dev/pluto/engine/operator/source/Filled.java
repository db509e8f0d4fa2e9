package dev.pluto.engine.operator.source;

import static dev.pluto.engine.operator.base.Script.ints;

import ai.djl.ndarray.NDList;
import dev.pluto.engine.operator.base.Inputs;
import dev.pluto.engine.operator.base.Script;
import dev.pluto.engine.operator.base.ScriptedOperator;
import dev.pluto.spi.graph.Attribute;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.TensorType;
import dev.pluto.spi.operator.ChannelTracer;
import dev.pluto.spi.operator.ForwardContext;
import dev.pluto.spi.operator.InferenceContext;
import java.util.List;

/** ConstantOfShape: one number in every element of a shape that is an input. */
public final class Filled extends ScriptedOperator {
  /** Defines ConstantOfShape. */
  public Filled() {
    super("ConstantOfShape");
  }

  @Override
  public List<TensorType> infer(Node node, InferenceContext context) {
    long[] sizes =
        Inputs.integers(context, 0, "the sizes")
            .orElseThrow(() -> new IllegalArgumentException("the shape is missing"));
    return List.of(new TensorType(value(node).dataType(), Shape.of(sizes)));
  }

  /** Sizes that are written into the model shrink with the channels. */
  @Override
  public void trace(Node node, ChannelTracer tracer) {
    Shape shape = tracer.type(node.output()).shape();
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (shape.size(axis) > 1) {
        tracer.carry(node.output(), axis);
        tracer.countsInConstant(node.inputs().get(0), axis, tracer.channels(node.output(), axis));
      }
    }
  }

  @Override
  protected Script script(Node node, NDList inputs, ForwardContext context) {
    Tensor value = value(node);
    String sizes = ints(Inputs.integers(node, inputs, 0).orElseThrow());
    // PyTorch's own numbers of its types: 4 int64, 6 float32.
    return Script.of(
        node,
        value.dataType().isFloat()
            ? "torch.full(%s, %s, dtype=6, device=x0.device)"
                .formatted(sizes, Script.number(value.floats()[0]))
            : "torch.full(%s, %d, dtype=4, device=x0.device)".formatted(sizes, value.longs()[0]));
  }

  private static Tensor value(Node node) {
    if (!(node.attributes().get("value") instanceof Attribute.TensorValue given)) {
      return Tensor.ofFloats(Shape.of(1), 0);
    }
    DataType type = given.value().dataType();
    if (given.value().shape().elements() != 1 || !(type.isFloat() || isInteger(type))) {
      throw new IllegalArgumentException("value " + given.value());
    }
    return given.value();
  }

  private static boolean isInteger(DataType type) {
    return switch (type) {
      case INT64, INT32, INT16, INT8, UINT8, UINT16, UINT32, BOOL -> true;
      default -> false;
    };
  }
}
