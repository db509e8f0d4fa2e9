package dev.pluto.engine.operator.resampling;

import dev.pluto.engine.operator.base.Axes;
import dev.pluto.spi.graph.Attribute;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * What a Resize or Upsample node is given beside its data: scales or sizes, and a region.
 *
 * @param axes the axes that they speak of, in their order
 * @param scales factors, if the node has them
 * @param sizes sizes, if the node has no factors
 * @param region beginnings of all axes, then ends; empty where all is read
 */
@SuppressWarnings("ArrayRecordComponent") // short-lived, compared by nobody
record ResizeArguments(
    int[] axes, Optional<float[]> scales, Optional<long[]> sizes, float[] region) {
  /** Place of the sizes among the inputs. */
  static final int SIZES = 3;

  private static final int SCALES = 2;
  private static final int REGION = 1;

  /** Whether the node has the form of Upsample or of Resize in operator set 10. */
  static boolean isFirstVersion(Node node) {
    return node.opType().equals("Upsample") || node.inputs().size() == 2;
  }

  /** Place of the scales among the inputs. */
  static int scales(Node node) {
    return isFirstVersion(node) ? 1 : SCALES;
  }

  /**
   * The arguments of a node.
   *
   * @param input elements of an input that is not empty
   */
  static ResizeArguments of(Node node, int rank, IntFunction<Optional<Tensor>> input) {
    Optional<float[]> scales =
        node.attributes().get("scales") instanceof Attribute.Floats given
            ? Optional.of(floats(given))
            : input.apply(scales(node)).filter(Tensor::hasData).map(Tensor::floats);
    Optional<long[]> sizes =
        isFirstVersion(node) ? Optional.empty() : input.apply(SIZES).map(Tensor::longs);
    int[] axes =
        node.intsAttribute("axes")
            .map(
                given ->
                    IntStream.range(0, given.length)
                        .map(i -> Axes.normalize(given[i], rank))
                        .toArray())
            .orElseGet(() -> Axes.all(rank));
    boolean crops =
        node.textAttribute("coordinate_transformation_mode", "").equals("tf_crop_and_resize");
    float[] region =
        crops ? input.apply(REGION).map(Tensor::floats).orElse(new float[0]) : new float[0];
    int given = scales.map(s -> s.length).or(() -> sizes.map(s -> s.length)).orElse(-1);
    if (given != axes.length || (crops && region.length != 2 * axes.length)) {
      throw new IllegalArgumentException(
          given < 0
              ? "neither scales nor sizes are given"
              : "%d scales or sizes and a region of %d numbers for %d axes"
                  .formatted(given, region.length, axes.length));
    }
    return new ResizeArguments(axes, scales, sizes, region);
  }

  private static float[] floats(Attribute.Floats attribute) {
    float[] values = new float[attribute.values().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = attribute.values().get(i);
    }
    return values;
  }

  /** Every axis of the data. */
  List<ScaledAxis> scaled(Node node, Shape data) {
    List<ScaledAxis> all = new ArrayList<>();
    for (long size : data.sizes()) {
      all.add(ScaledAxis.unchanged(size));
    }
    String policy = node.textAttribute("keep_aspect_ratio_policy", "stretch");
    for (int i = 0; i < axes.length; i++) {
      ScaledAxis axis = all.get(axes[i]);
      if (scales.isPresent()) {
        axis = axis.times(scales.get()[i]);
      } else if (policy.equals("stretch")) {
        axis = axis.at(sizes.orElseThrow()[i]);
      } else {
        float factor = commonFactor(policy, data);
        axis = new ScaledAxis(axis.size(), Math.round(factor * (double) axis.size()), factor, 0, 1);
      }
      all.set(axes[i], region.length == 0 ? axis : axis.within(region[i], region[i + axes.length]));
    }
    return all;
  }

  /** One factor for all axes, so that the result is not larger, or not smaller, than asked for. */
  private float commonFactor(String policy, Shape data) {
    double[] factors =
        IntStream.range(0, axes.length)
            .mapToDouble(i -> sizes.orElseThrow()[i] / (float) data.size(axes[i]))
            .toArray();
    return (float)
        switch (policy) {
          case "not_larger" -> Arrays.stream(factors).min().orElse(1);
          case "not_smaller" -> Arrays.stream(factors).max().orElse(1);
          default -> throw new IllegalArgumentException("keep_aspect_ratio_policy " + policy);
        };
  }
}
