package dev.pluto.plugins.sequence;

import dev.pluto.plugins.samples.numpy.NumpyArray;
import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The sequences in an array. */
final class Slices {
  private static final int MOST_VALUES = 1 << 28;

  private Slices() {}

  /**
   * The sequences, one after another.
   *
   * @param sizes of one sequence: [time], [time, features] or [features, time], as it fits the
   *     model, or one of these with an axis of size 1 in front or behind
   * @throws ProblemException if that fits the model in no way
   */
  static List<Recording> of(NumpyArray array, long[] sizes, SequenceInput input) {
    long values = Arrays.stream(sizes).reduce(1, (a, b) -> b == 0 ? 0 : Math.multiplyExact(a, b));
    if (values < 1 || values > MOST_VALUES) {
      throw problem(array, "a sequence has %d values".formatted(values), "1 to " + MOST_VALUES);
    }
    long[] axes = sizes;
    if (axes.length == 3) {
      axes = axes[0] == 1 ? Arrays.copyOfRange(axes, 1, 3) : axes;
      axes = axes.length == 3 && axes[2] == 1 ? Arrays.copyOf(axes, 2) : axes;
    }
    axes = axes.length == 1 ? new long[] {axes[0], 1} : axes;
    if (axes.length != 2) {
      throw problem(array, "its shape is " + array.shape(), "sequences of one or two axes");
    }
    // As the model has it, or the other way round if only that fits.
    boolean timeFirst = sizes.length == 1 || input.timeFirst();
    if (!input.takes(axes[timeFirst ? 1 : 0])) {
      timeFirst = !timeFirst;
    }
    long width = axes[timeFirst ? 1 : 0];
    if (!input.takes(width)) {
      throw problem(
          array,
          "its shape is " + array.shape(),
          "an axis of %d features, as the model takes".formatted(input.features().orElse(1)));
    }
    int steps = (int) axes[timeFirst ? 0 : 1];
    long count = array.shape().elements() / values;
    List<Recording> slices = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      slices.add(new Recording.Slice(array, i, steps, (int) width, timeFirst));
    }
    return slices;
  }

  private static ProblemException problem(NumpyArray array, String what, String allowed) {
    return new ProblemException(
        ProblemException.Kind.USAGE, new Problem(array.place(), what, allowed));
  }
}
