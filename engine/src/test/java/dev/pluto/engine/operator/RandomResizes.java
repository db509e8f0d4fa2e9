package dev.pluto.engine.operator;

import dev.pluto.spi.graph.Attribute;
import dev.pluto.spi.graph.Shape;

/** Random resizes. */
final class RandomResizes extends RandomNode {
  private RandomResizes(long seed) {
    super(seed);
  }

  static Case resize(long seed) {
    return new RandomResizes(seed).resizeCase();
  }

  private Case resizeCase() {
    String mode = any("nearest", "linear", "cubic");
    boolean cubic = mode.equals("cubic");
    int rank =
        cubic || random.nextBoolean() ? 4 : mode.equals("linear") ? 5 : 2 + random.nextInt(2);
    boolean plane = !mode.equals("nearest") || random.nextBoolean();
    Shape shape = Shape.of(sizes(rank, 2, 5));
    feed("x", shape, -1, 1);
    attributes.put("mode", new Attribute.Text(mode));
    int form = cubic ? 2 : random.nextInt(4);
    float[] scales = new float[rank];
    long[] sizes = new long[rank];
    for (int axis = 0; axis < rank; axis++) {
      boolean fixed = plane && rank > 2 && axis < 2;
      scales[axis] = fixed ? 1 : random.nextBoolean() ? between(1, 3) : (float) number(0.5, 2.7);
      scales[axis] = form == 0 ? Math.max(1, scales[axis]) : scales[axis];
      sizes[axis] = fixed ? shape.size(axis) : between(1, 9);
    }
    if (form == 0) {
      opset = 9;
      numbers("scales", scales);
      return build("Upsample");
    } else if (form == 1) {
      opset = 10;
      numbers("scales", scales);
      return build("Resize");
    }
    opset = 19;
    String coordinates =
        any(
            "half_pixel",
            "half_pixel_symmetric",
            "pytorch_half_pixel",
            "align_corners",
            "asymmetric",
            "tf_crop_and_resize");
    if (mode.equals("nearest") && coordinates.equals("half_pixel_symmetric")) {
      // ONNX Runtime's positions differ in the last bit, which may be another neighbour.
      coordinates = "half_pixel";
    }
    attributes.put("coordinate_transformation_mode", new Attribute.Text(coordinates));
    attributes.put(
        "nearest_mode",
        new Attribute.Text(any("round_prefer_floor", "round_prefer_ceil", "floor", "ceil")));
    if (cubic) {
      maybe("cubic_coeff_a", -0.8, -0.4);
      attributes.put("exclude_outside", new Attribute.IntValue(random.nextInt(2)));
    }
    if (coordinates.equals("tf_crop_and_resize")) {
      float[] region = new float[2 * rank];
      for (int axis = 0; axis < rank; axis++) {
        boolean fixed = plane && rank > 2 && axis < 2;
        region[axis] = fixed ? 0 : (float) number(-0.1, 0.3);
        region[axis + rank] = fixed ? 1 : (float) number(0.7, 1.1);
      }
      numbers("region", region);
      maybe("extrapolation_value", 1, 2);
    } else {
      absent();
    }
    if (random.nextBoolean()) {
      numbers("scales", scales);
    } else {
      absent();
      integers("sizes", sizes);
    }
    return build("Resize");
  }
}
