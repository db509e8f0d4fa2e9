package dev.pluto.plugins.sequence;

import dev.pluto.plugins.samples.numpy.NumpyArray;
import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Labels in an array: [N] or [N, 1] of whole numbers, or [N, classes] with one largest in a row.
 */
final class ArrayLabels {
  private static final double LARGEST = 1e9;

  private ArrayLabels() {}

  /**
   * The labels as text.
   *
   * @throws ProblemException naming the first that is no whole number
   */
  static List<String> of(NumpyArray array) {
    Shape shape = array.shape();
    if (shape.rank() < 1 || shape.rank() > 2 || shape.elements() > 1 << 28) {
      throw refused(array, "its shape is " + shape);
    }
    int count = Math.toIntExact(shape.size(0));
    int columns = shape.rank() == 1 ? 1 : Math.toIntExact(shape.size(1));
    float[] values = array.part(0, Shape.of(shape.elements()), DataType.FLOAT).floats();
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      labels.add(columns == 1 ? whole(array, i, values[i]) : largest(values, i * columns, columns));
    }
    return labels;
  }

  private static String whole(NumpyArray array, int index, float value) {
    if (value != Math.rint(value) || Math.abs(value) > LARGEST) {
      throw refused(array, "label %d is %s".formatted(index, value));
    }
    return Integer.toString((int) value);
  }

  private static String largest(float[] values, int start, int columns) {
    int best = 0;
    for (int c = 1; c < columns; c++) {
      best = values[start + c] > values[start + best] ? c : best;
    }
    return Integer.toString(best);
  }

  private static ProblemException refused(NumpyArray array, String what) {
    return new ProblemException(
        ProblemException.Kind.USAGE,
        new Problem(
            array.place(), what, "one whole number per sequence, or one row of class scores"));
  }
}
