package dev.pluto.plugins.sequence;

import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Dimension;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.ValueInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * What a model's input of sequences looks like.
 *
 * @param steps fixed number of time steps; empty where the caller chooses
 * @param features fixed number of features per step; empty where the caller chooses
 * @param timeFirst whether time stands before the features
 * @param form which further axes there are
 */
record SequenceInput(OptionalInt steps, OptionalInt features, boolean timeFirst, Form form) {
  private static final String ALLOWED =
      "[N, time], [N, time, features], [N, features, time], or one of these with an axis of size 1"
          + " as an image has";

  /** Axes besides time and features. */
  enum Form {
    /** [N, time], of one feature. */
    VECTOR,
    /** [N, a, b]. */
    MATRIX,
    /** [N, 1, a, b]. */
    CHANNEL_FIRST,
    /** [N, a, b, 1]. */
    CHANNEL_LAST
  }

  /**
   * Reads it off the model's inputs.
   *
   * @param layout what the user says of the two axes; where nothing is said, an axis of the number
   *     of bands is that of the features, else the only one of fixed size, else the smaller one
   * @param bands number of features, if the user says it
   * @throws ProblemException (usage) if the model takes no batches of sequences
   */
  static SequenceInput of(List<ValueInfo> inputs, Layout layout, OptionalInt bands) {
    if (inputs.size() != 1) {
      throw refused("inputs", "the model has " + inputs.size() + " inputs");
    }
    ValueInfo input = inputs.get(0);
    List<Dimension> sizes = input.dimensions().orElse(List.of());
    if (input.dataType() != DataType.FLOAT || sizes.size() < 2 || sizes.size() > 4) {
      throw refused(
          input.name(), "it is " + input.dataType() + " with " + sizes.size() + " dimensions");
    }
    List<OptionalInt> axes = new ArrayList<>();
    sizes.stream().skip(1).forEach(size -> axes.add(fixed(size)));
    Form form = Form.values()[axes.size() - 1];
    if (form == Form.VECTOR) {
      return new SequenceInput(axes.get(0), OptionalInt.of(1), true, form);
    }
    if (axes.size() == 3) {
      form = isOne(axes.get(0)) ? Form.CHANNEL_FIRST : Form.CHANNEL_LAST;
      if (!isOne(axes.remove(form == Form.CHANNEL_FIRST ? 0 : 2))) {
        throw refused(input.name(), "none of its axes behind the batch has the size 1");
      }
    }
    boolean timeFirst =
        switch (layout) {
          case TIME_FIRST -> true;
          case FEATURES_FIRST -> false;
          case AUTO -> isTimeFirst(axes.get(0), axes.get(1), bands);
        };
    return new SequenceInput(
        axes.get(timeFirst ? 0 : 1), axes.get(timeFirst ? 1 : 0), timeFirst, form);
  }

  private static OptionalInt fixed(Dimension size) {
    return size instanceof Dimension.Fixed fixed
        ? OptionalInt.of(Math.toIntExact(fixed.size()))
        : OptionalInt.empty();
  }

  private static boolean isOne(OptionalInt size) {
    return size.isPresent() && size.getAsInt() == 1;
  }

  private static boolean isTimeFirst(OptionalInt first, OptionalInt second, OptionalInt bands) {
    if (bands.isPresent() && first.equals(bands) != second.equals(bands)) {
      return second.equals(bands);
    }
    if (first.isPresent() && second.isPresent()) {
      return second.getAsInt() <= first.getAsInt();
    }
    return first.isEmpty();
  }

  private static ProblemException refused(String input, String what) {
    return new ProblemException(
        ProblemException.Kind.USAGE,
        new Problem("task sequence, model input '%s'".formatted(input), what, ALLOWED));
  }

  /** Whether the model takes sequences of so many features. */
  boolean takes(long number) {
    return features.isEmpty() || features.getAsInt() == number;
  }

  /** Values that lie step by step as the model takes them. */
  Tensor tensor(float[] values, int width) {
    int length = values.length / width;
    float[] ordered = values;
    if (!timeFirst && width > 1) {
      ordered = new float[values.length];
      for (int t = 0; t < length; t++) {
        for (int f = 0; f < width; f++) {
          ordered[f * length + t] = values[t * width + f];
        }
      }
    }
    int first = timeFirst ? length : width;
    int second = timeFirst ? width : length;
    Shape shape =
        switch (form) {
          case VECTOR -> Shape.of(length);
          case MATRIX -> Shape.of(first, second);
          case CHANNEL_FIRST -> Shape.of(1, first, second);
          case CHANNEL_LAST -> Shape.of(first, second, 1);
        };
    return Tensor.ofFloats(shape, ordered);
  }
}
