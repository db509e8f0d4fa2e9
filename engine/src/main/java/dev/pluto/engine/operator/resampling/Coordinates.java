package dev.pluto.engine.operator.resampling;

import java.util.Locale;

/**
 * The position in the input at which an output element is read: ONNX's {@code
 * coordinate_transformation_mode}. Computed in single precision, since positions that lie between
 * two elements decide which one is nearest.
 */
enum Coordinates {
  HALF_PIXEL,
  HALF_PIXEL_SYMMETRIC,
  PYTORCH_HALF_PIXEL,
  ALIGN_CORNERS,
  ASYMMETRIC,
  TF_HALF_PIXEL_FOR_NN,
  TF_CROP_AND_RESIZE;

  static Coordinates of(String name) {
    try {
      return valueOf(name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("coordinate_transformation_mode " + name, e);
    }
  }

  float position(ScaledAxis axis, long index) {
    float i = (float) index;
    float size = (float) axis.size();
    float result = (float) axis.result();
    return switch (this) {
      case HALF_PIXEL -> (i + 0.5f) / axis.scale() - 0.5f;
      case HALF_PIXEL_SYMMETRIC -> {
        float adjustment = result / (axis.scale() * size);
        yield size / 2 * (1 - adjustment) + (i + 0.5f) / axis.scale() - 0.5f;
      }
      case PYTORCH_HALF_PIXEL -> axis.result() > 1 ? (i + 0.5f) / axis.scale() - 0.5f : 0;
      case ALIGN_CORNERS -> axis.result() == 1 ? 0 : i * (size - 1) / (result - 1);
      case ASYMMETRIC -> i / axis.scale();
      case TF_HALF_PIXEL_FOR_NN -> (i + 0.5f) / axis.scale();
      case TF_CROP_AND_RESIZE ->
          axis.result() > 1
              ? axis.begin() * (size - 1)
                  + i * (axis.end() - axis.begin()) * (size - 1) / (result - 1)
              : 0.5f * (axis.begin() + axis.end()) * (size - 1);
    };
  }
}
