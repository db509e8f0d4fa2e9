package dev.pluto.engine.operator.resampling;

import dev.pluto.engine.operator.base.Script;
import java.util.List;
import java.util.Optional;

/** The forms of resizing two-dimensional feature maps that PyTorch has kernels for. */
final class PlaneResize {
  private static final int RANK = 4;

  private PlaneResize() {}

  /** An expression over {@code x0}, if one kernel computes what the taps say. */
  static Optional<String> expression(
      Interpolation interpolation, List<ScaledAxis> axes, List<Taps> taps) {
    if (axes.size() != RANK || !axes.get(0).isUnchanged() || !axes.get(1).isUnchanged()) {
      return Optional.empty();
    }
    String sizes = Script.ints(axes.get(2).result(), axes.get(3).result());
    if (isRepetition(axes, taps, 2) && isRepetition(axes, taps, 3)) {
      return Optional.of("torch.upsample_nearest2d(x0, %s)".formatted(sizes));
    }
    return isLinear(interpolation, axes.get(2)) && isLinear(interpolation, axes.get(3))
        ? Optional.of(
            "torch.upsample_bilinear2d(x0, %s, %s)"
                .formatted(
                    sizes, Script.bool(interpolation.coordinates() == Coordinates.ALIGN_CORNERS)))
        : Optional.empty();
  }

  private static boolean isRepetition(List<ScaledAxis> axes, List<Taps> taps, int axis) {
    return taps.get(axis).isRepetition(axes.get(axis).size());
  }

  private static boolean isLinear(Interpolation interpolation, ScaledAxis axis) {
    boolean sameCoordinates =
        switch (interpolation.coordinates()) {
          case HALF_PIXEL -> axis.isRatioOfSizes();
          case PYTORCH_HALF_PIXEL -> axis.isRatioOfSizes() && axis.result() > 1;
          case ALIGN_CORNERS -> true;
          default -> false;
        };
    return interpolation.mode() == Interpolation.Mode.LINEAR
        && !interpolation.antialias()
        && !interpolation.excludesOutside()
        && sameCoordinates;
  }
}
