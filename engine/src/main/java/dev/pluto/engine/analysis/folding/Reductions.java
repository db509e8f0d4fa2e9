package dev.pluto.engine.analysis.folding;

import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.TensorType;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;

/** Operators that reduce axes to one number each. */
final class Reductions {
  /** More elements are data, not shapes. */
  private static final long MOST_ELEMENTS = 1 << 14;

  private Reductions() {}

  /**
   * A reduction of all elements to one number by a function of two. Shape arithmetic needs no
   * other; reductions of single axes stay in the graph.
   */
  static FoldingRule of(LongBinaryOperator integers, DoubleBinaryOperator floats) {
    return (node, inputs, outputs) -> {
      Tensor x = FoldingRule.elements(inputs, 0);
      TensorType type = outputs.get(0);
      if (x.shape().elements() == 0
          || x.shape().elements() > MOST_ELEMENTS
          || type.shape().elements() != 1) {
        throw new UnknownElements();
      }
      if (Elements.isInteger(x.dataType())) {
        long[] values = Elements.longs(x);
        long result = values[0];
        for (int i = 1; i < values.length; i++) {
          result = integers.applyAsLong(result, values[i]);
        }
        return List.of(Elements.ofLongs(type, new long[] {result}));
      }
      double[] values = Elements.doubles(x);
      double result = values[0];
      for (int i = 1; i < values.length; i++) {
        result = floats.applyAsDouble(result, values[i]);
      }
      return List.of(Elements.ofDoubles(type, new double[] {result}));
    };
  }
}
