package dev.pluto.engine.analysis.folding;

import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.TensorType;
import dev.pluto.spi.operator.InferenceContext;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntPredicate;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;

/** Operators that compute every element from the elements at its place. */
final class Elementwise {
  private Elementwise() {}

  /** An operator with one input. Floats are computed in double precision and rounded once. */
  static FoldingRule unary(LongUnaryOperator integers, DoubleUnaryOperator floats) {
    return (node, inputs, outputs) -> {
      Tensor x = FoldingRule.elements(inputs, 0);
      TensorType type = outputs.get(0);
      if (Elements.isInteger(x.dataType())) {
        long[] values = Arrays.stream(Elements.longs(x)).map(integers).toArray();
        return List.of(Elements.ofLongs(type, values));
      }
      double[] values = Arrays.stream(Elements.doubles(x)).map(floats).toArray();
      return List.of(Elements.ofDoubles(type, values));
    };
  }

  /** An operator with one input that has no integer form. */
  static FoldingRule floating(DoubleUnaryOperator floats) {
    return (node, inputs, outputs) -> {
      double[] values =
          Arrays.stream(Elements.doubles(FoldingRule.elements(inputs, 0))).map(floats).toArray();
      return List.of(Elements.ofDoubles(outputs.get(0), values));
    };
  }

  /** An operator with two or more inputs, which broadcast; applied from left to right. */
  static FoldingRule binary(LongBinaryOperator integers, DoubleBinaryOperator floats) {
    return (node, inputs, outputs) -> {
      TensorType type = outputs.get(0);
      int operands = node.inputs().size();
      if (Elements.isInteger(inputs.input(0).dataType())) {
        long[] result = longs(inputs, 0, type);
        for (int operand = 1; operand < operands; operand++) {
          long[] other = longs(inputs, operand, type);
          Arrays.setAll(result, i -> integers.applyAsLong(result[i], other[i]));
        }
        return List.of(Elements.ofLongs(type, result));
      }
      double[] result = doubles(inputs, 0, type);
      for (int operand = 1; operand < operands; operand++) {
        double[] other = doubles(inputs, operand, type);
        Arrays.setAll(result, i -> floats.applyAsDouble(result[i], other[i]));
      }
      return List.of(Elements.ofDoubles(type, result));
    };
  }

  /** A comparison of two inputs, which broadcast. */
  static FoldingRule comparison(IntPredicate holds) {
    return (node, inputs, outputs) -> {
      TensorType type = outputs.get(0);
      boolean integer = Elements.isInteger(inputs.input(0).dataType());
      long[] result = new long[Math.toIntExact(type.shape().elements())];
      if (integer) {
        long[] a = longs(inputs, 0, type);
        long[] b = longs(inputs, 1, type);
        Arrays.setAll(result, i -> holds.test(Long.compare(a[i], b[i])) ? 1 : 0);
      } else {
        double[] a = doubles(inputs, 0, type);
        double[] b = doubles(inputs, 1, type);
        Arrays.setAll(result, i -> ordered(a[i], b[i]) && holds.test(compare(a[i], b[i])) ? 1 : 0);
      }
      return List.of(Elements.ofLongs(type, result));
    };
  }

  /** Nothing holds of a number and NaN. */
  private static boolean ordered(double a, double b) {
    return !Double.isNaN(a) && !Double.isNaN(b);
  }

  /** Unlike {@link Double#compare}, takes both zeros for equal. */
  private static int compare(double a, double b) {
    return a < b ? -1 : a > b ? 1 : 0;
  }

  private static long[] longs(InferenceContext inputs, int index, TensorType type)
      throws UnknownElements {
    Tensor tensor = FoldingRule.elements(inputs, index);
    long[] values = Elements.longs(tensor);
    return Arrays.stream(Indices.broadcast(tensor.shape(), type.shape()))
        .mapToLong(i -> values[i])
        .toArray();
  }

  private static double[] doubles(InferenceContext inputs, int index, TensorType type)
      throws UnknownElements {
    Tensor tensor = FoldingRule.elements(inputs, index);
    double[] values = Elements.doubles(tensor);
    return Arrays.stream(Indices.broadcast(tensor.shape(), type.shape()))
        .mapToDouble(i -> values[i])
        .toArray();
  }
}
