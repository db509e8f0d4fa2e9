package dev.pluto.engine.analysis.folding;

import dev.pluto.spi.graph.Attribute;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.TensorType;
import dev.pluto.spi.operator.InferenceContext;
import java.util.Arrays;
import java.util.List;

/** Operators that make elements from attributes and shapes. */
final class Sources {
  private Sources() {}

  static List<Tensor> constantOfShape(Node node, InferenceContext inputs, List<TensorType> outputs)
      throws UnknownElements {
    TensorType type = outputs.get(0);
    double[] values = new double[Math.toIntExact(type.shape().elements())];
    if (node.attributes().get("value") instanceof Attribute.TensorValue value) {
      Arrays.fill(values, Elements.doubles(value.value())[0]);
    }
    return List.of(Elements.ofDoubles(type, values));
  }

  static List<Tensor> shape(Node node, InferenceContext inputs, List<TensorType> outputs) {
    Shape shape = inputs.input(0).shape();
    int from = bound(node.intAttribute("start", 0), shape.rank());
    int to = Math.max(from, bound(node.intAttribute("end", shape.rank()), shape.rank()));
    return List.of(
        Tensor.ofLongs(Shape.of(to - from), Arrays.copyOfRange(shape.sizes(), from, to)));
  }

  private static int bound(long axis, int rank) {
    return (int) Math.max(0, Math.min(rank, axis < 0 ? axis + rank : axis));
  }

  static List<Tensor> size(Node node, InferenceContext inputs, List<TensorType> outputs) {
    return List.of(Tensor.ofLongs(Shape.of(), inputs.input(0).shape().elements()));
  }

  static List<Tensor> range(Node node, InferenceContext inputs, List<TensorType> outputs)
      throws UnknownElements {
    TensorType type = outputs.get(0);
    int size = Math.toIntExact(type.shape().elements());
    Tensor start = FoldingRule.elements(inputs, 0);
    Tensor delta = FoldingRule.elements(inputs, 2);
    if (Elements.isInteger(type.dataType())) {
      long from = Elements.longs(start)[0];
      long step = Elements.longs(delta)[0];
      long[] values = new long[size];
      Arrays.setAll(values, i -> Math.addExact(from, Math.multiplyExact(step, (long) i)));
      return List.of(Elements.ofLongs(type, values));
    }
    double from = Elements.doubles(start)[0];
    double step = Elements.doubles(delta)[0];
    double[] values = new double[size];
    Arrays.setAll(values, i -> from + step * i);
    return List.of(Elements.ofDoubles(type, values));
  }
}
