package dev.pluto.engine.operator;

import dev.pluto.spi.graph.Attribute;
import dev.pluto.spi.graph.Shape;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Random convolutions and pools. */
final class RandomWindows extends RandomNode {
  private RandomWindows(long seed) {
    super(seed);
  }

  static Case convolution(long seed) {
    return new RandomWindows(seed).convolutionCase();
  }

  static Case transposedConvolution(long seed) {
    return new RandomWindows(seed).transposedCase();
  }

  static Case pool(long seed) {
    return new RandomWindows(seed).poolCase();
  }

  private Case convolutionCase() {
    int axes = 1 + random.nextInt(3);
    long[] kernel = sizes(axes, 1, 3);
    long group = 1L + random.nextInt(3);
    long perGroup = between(1, 2);
    boolean same = window(kernel, true);
    feed("x", shape(between(1, 2), group * perGroup, spatial(axes)), -1, 1);
    long filters = group * between(1, 2);
    if (!same || random.nextBoolean()) {
      // ONNX Runtime takes kernel_shape from the filters where it is missing.
      attributes.put("kernel_shape", ints(kernel));
    }
    attributes.put("group", new Attribute.IntValue(group));
    constant("w", shape(filters, perGroup, kernel), -1, 1);
    if (random.nextBoolean()) {
      constant("b", Shape.of(filters), -1, 1);
    }
    return build("Conv");
  }

  private Case transposedCase() {
    int axes = 1 + random.nextInt(3);
    long[] kernel = sizes(axes, 2, 4);
    long group = 1L + random.nextInt(2);
    long perGroup = between(1, 2);
    long[] strides = sizes(axes, 1, 3);
    attributes.put("strides", ints(strides));
    attributes.put("group", new Attribute.IntValue(group));
    attributes.put("kernel_shape", ints(kernel));
    feed("x", shape(between(1, 2), group * perGroup, sizes(axes, 2, 4)), -1, 1);
    switch (random.nextInt(4)) {
      case 0 -> {
        attributes.put("pads", ints(sizes(2 * axes, 0, 1)));
        attributes.put("dilations", ints(sizes(axes, 1, 2)));
      }
      case 1 -> {
        attributes.put("pads", ints(sizes(2 * axes, 0, 1)));
        attributes.put(
            "output_padding",
            ints(LongStream.of(strides).map(s -> random.nextInt((int) s)).toArray()));
      }
      case 2 ->
          attributes.put(
              "auto_pad", new Attribute.Text(random.nextBoolean() ? "SAME_UPPER" : "SAME_LOWER"));
      default -> attributes.put("auto_pad", new Attribute.Text("VALID"));
    }
    long perGroupOut = between(1, 2);
    constant("w", shape(group * perGroup, perGroupOut, kernel), -1, 1);
    if (random.nextBoolean()) {
      constant("b", Shape.of(group * perGroupOut), -1, 1);
    }
    return build("ConvTranspose");
  }

  private Case poolCase() {
    int axes = 1 + random.nextInt(3);
    Shape map = shape(between(1, 2), between(1, 3), spatial(axes));
    feed("x", map, -1, 1);
    if (random.nextInt(4) == 0) {
      return build(any("GlobalAveragePool", "GlobalMaxPool", "GlobalLpPool"));
    }
    String type = any("AveragePool", "MaxPool", "LpPool");
    boolean average = !type.equals("MaxPool");
    boolean dilated = random.nextBoolean();
    // Means have dilations since operator set 19.
    opset = dilated ? 19 : 18;
    long[] kernel = sizes(axes, 1, 3);
    attributes.put("kernel_shape", ints(kernel));
    boolean same = window(kernel, dilated);
    if (!same) {
      // A pool may be padded by less than its window only.
      attributes.put(
          "pads",
          ints(
              IntStream.range(0, 2 * axes)
                  .mapToLong(i -> random.nextInt((int) kernel[i % axes]))
                  .toArray()));
      // Which elements an overhanging window counts was defined anew in operator set 19.
      attributes.put("ceil_mode", new Attribute.IntValue(average ? 0 : random.nextInt(2)));
    }
    if (type.equals("AveragePool")) {
      attributes.put("count_include_pad", new Attribute.IntValue(random.nextInt(2)));
    } else if (type.equals("LpPool")) {
      attributes.put("p", new Attribute.IntValue(1 + random.nextInt(3)));
    }
    return build(type);
  }

  /** Strides, dilations and padding; whether auto_pad was taken. */
  private boolean window(long[] kernel, boolean dilated) {
    int axes = kernel.length;
    if (random.nextBoolean()) {
      // ONNX Runtime gives a pool negative padding where SAME meets strides beyond the window.
      attributes.put(
          "strides",
          ints(LongStream.of(kernel).map(k -> between(1, Math.toIntExact(k))).toArray()));
    }
    if (random.nextInt(3) == 0) {
      attributes.put("auto_pad", new Attribute.Text(any("SAME_UPPER", "SAME_LOWER", "VALID")));
      return true;
    }
    if (dilated && random.nextBoolean()) {
      attributes.put("dilations", ints(sizes(axes, 1, 2)));
    }
    attributes.put("pads", ints(sizes(2 * axes, 0, 2)));
    return false;
  }
}
