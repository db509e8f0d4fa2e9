package dev.pluto.engine.operator.base;

import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.operator.ChannelTracer;
import java.util.Collection;
import java.util.List;

/** Shapes aligned at their last axes, where an axis of size 1 stands for any size. */
public final class Broadcasting {
  private Broadcasting() {}

  /**
   * The common shape.
   *
   * @throws IllegalArgumentException if two sizes differ and neither is 1
   */
  public static Shape shape(Collection<Shape> shapes) {
    int rank = shapes.stream().mapToInt(Shape::rank).max().orElse(0);
    long[] sizes = new long[rank];
    for (int axis = 1; axis <= rank; axis++) {
      long size = 1;
      for (Shape shape : shapes) {
        long own = axis <= shape.rank() ? shape.size(-axis) : 1;
        if (own != size && own != 1 && size != 1) {
          throw new IllegalArgumentException("shapes " + shapes + " do not broadcast");
        }
        size = own == 1 ? size : own;
      }
      sizes[rank - axis] = size;
    }
    return Shape.of(sizes);
  }

  /**
   * Says that a result is computed element by element from operands. Axes of size 1 are stretched
   * and stay as they are.
   */
  public static void trace(ChannelTracer tracer, List<String> operands, String result) {
    for (String operand : operands) {
      trace(tracer, operand, result, tracer.type(operand).shape().rank());
    }
  }

  /** As above for the first {@code axes} axes of an operand only. */
  public static void trace(ChannelTracer tracer, String operand, String result, int axes) {
    int offset = tracer.type(result).shape().rank() - tracer.type(operand).shape().rank();
    for (int axis = 0; axis < axes; axis++) {
      if (tracer.type(operand).shape().size(axis) > 1) {
        ChannelPaths.pass(tracer, operand, axis, result, axis + offset);
      }
    }
  }
}
