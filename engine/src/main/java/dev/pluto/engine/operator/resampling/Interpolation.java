package dev.pluto.engine.operator.resampling;

import dev.pluto.spi.graph.Node;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

/**
 * How elements are read at a position, as the attributes of a node say.
 *
 * @param mode nearest element, linear or cubic interpolation
 * @param coordinates where elements are read
 * @param nearest how a position is rounded to the nearest element
 * @param cubic coefficient of the cubic convolution kernel (Keys 1981)
 * @param excludesOutside whether elements beyond the border have no weight, in place of those of
 *     the border
 * @param antialias whether shrinking reads all elements in between
 */
record Interpolation(
    Mode mode,
    Coordinates coordinates,
    Rounding nearest,
    float cubic,
    boolean excludesOutside,
    boolean antialias) {
  /** Kinds of interpolation. */
  enum Mode {
    NEAREST,
    LINEAR,
    CUBIC
  }

  /** ONNX's {@code nearest_mode}, and the rounding of the first operator sets. */
  enum Rounding {
    ROUND_PREFER_FLOOR,
    ROUND_PREFER_CEIL,
    FLOOR,
    CEIL,
    /** Down where the axis grows, up where it shrinks. */
    SIMPLE;

    private long of(float position, float scale) {
      return switch (this) {
        case ROUND_PREFER_FLOOR -> (long) Math.ceil((double) position - 0.5);
        case ROUND_PREFER_CEIL -> (long) Math.floor((double) position + 0.5);
        case FLOOR -> (long) Math.floor(position);
        case CEIL -> (long) Math.ceil(position);
        case SIMPLE -> (long) (scale < 1 ? Math.ceil(position) : Math.floor(position));
      };
    }
  }

  /** The interpolation of a node of operator set 11 or later. */
  static Interpolation of(Node node) {
    return new Interpolation(
        named(Mode.class, "mode", node.textAttribute("mode", "nearest")),
        Coordinates.of(node.textAttribute("coordinate_transformation_mode", "half_pixel")),
        named(
            Rounding.class,
            "nearest_mode",
            node.textAttribute("nearest_mode", "round_prefer_floor")),
        node.floatAttribute("cubic_coeff_a", -0.75f),
        node.intAttribute("exclude_outside", 0) != 0,
        node.intAttribute("antialias", 0) != 0);
  }

  /** The interpolation of Upsample, and of Resize in operator set 10. */
  static Interpolation ofFirstVersions(Node node) {
    return new Interpolation(
        named(Mode.class, "mode", node.textAttribute("mode", "nearest")),
        Coordinates.ASYMMETRIC,
        Rounding.SIMPLE,
        0,
        false,
        false);
  }

  private static <E extends Enum<E>> E named(Class<E> type, String attribute, String name) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(attribute + " " + name));
  }

  /** Whether positions outside of the axis get a number of their own. */
  boolean extrapolates() {
    return coordinates == Coordinates.TF_CROP_AND_RESIZE;
  }

  /** The elements that make up every element of the resized axis. */
  Taps taps(ScaledAxis axis) {
    Taps taps = new Taps(Math.toIntExact(axis.result()));
    for (int i = 0; i < axis.result(); i++) {
      float position = axis.isUnchanged() ? i : coordinates.position(axis, i);
      if (extrapolates() && (position < 0 || position > axis.size() - 1)) {
        taps.add(i, 0, 0);
      } else if (mode == Mode.NEAREST) {
        taps.add(i, axis.inside(nearest.of(position, axis.scale())), 1);
      } else {
        interpolate(taps, axis, i, position);
      }
    }
    return taps;
  }

  private void interpolate(Taps taps, ScaledAxis axis, int i, float position) {
    double stretch = antialias ? Math.min(axis.scale(), 1) : 1;
    double reach = (mode == Mode.LINEAR ? 1 : 2) / stretch;
    DoubleUnaryOperator kernel = mode == Mode.LINEAR ? t -> Math.max(0, 1 - t) : this::convolution;
    long first = (long) Math.ceil(position - reach);
    long last = (long) Math.floor(position + reach);
    boolean normalized = excludesOutside || antialias;
    double sum = 0;
    for (long j = first; normalized && j <= last; j++) {
      sum += axis.contains(j) ? kernel.applyAsDouble(Math.abs(j - position) * stretch) : 0;
    }
    for (long j = first; j <= last; j++) {
      double weight = kernel.applyAsDouble(Math.abs(j - position) * stretch);
      if (weight != 0 && (!normalized || axis.contains(j))) {
        taps.add(i, axis.inside(j), normalized ? weight / sum : weight);
      }
    }
  }

  private double convolution(double t) {
    double a = cubic;
    if (t < 1) {
      return ((a + 2) * t - (a + 3)) * t * t + 1;
    }
    return t < 2 ? ((a * t - 5 * a) * t + 8 * a) * t - 4 * a : 0;
  }
}
