package dev.pluto.engine.operator;

import dev.pluto.spi.graph.Attribute;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Shape;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Random matrix products, normalizations and reductions. */
final class RandomStatistics extends RandomNode {
  private RandomStatistics(long seed) {
    super(seed);
  }

  static Case matrices(long seed) {
    return new RandomStatistics(seed).matrixCase();
  }

  static Case normalization(long seed) {
    return new RandomStatistics(seed).normalizationCase();
  }

  static Case reduction(long seed) {
    return new RandomStatistics(seed).reductionCase();
  }

  static Case extreme(long seed) {
    return new RandomStatistics(seed).extremeCase();
  }

  private Case matrixCase() {
    long m = between(1, 4);
    long k = between(1, 5);
    long n = between(1, 4);
    if (random.nextBoolean()) {
      boolean transposeA = random.nextBoolean();
      boolean transposeB = random.nextBoolean();
      feed("a", transposeA ? Shape.of(k, m) : Shape.of(m, k), -1, 1);
      constant("b", transposeB ? Shape.of(n, k) : Shape.of(k, n), -1, 1);
      attributes.put("transA", new Attribute.IntValue(transposeA ? 1 : 0));
      attributes.put("transB", new Attribute.IntValue(transposeB ? 1 : 0));
      attributes.put("alpha", new Attribute.FloatValue(random.nextBoolean() ? 1 : 0.7f));
      attributes.put("beta", new Attribute.FloatValue(random.nextBoolean() ? 1 : -1.3f));
      switch (random.nextInt(6)) {
        case 0 -> constant("c", Shape.of(m, n), -1, 1);
        case 1 -> constant("c", Shape.of(n), -1, 1);
        case 2 -> constant("c", Shape.of(m, 1), -1, 1);
        case 3 -> constant("c", Shape.of(1, n), -1, 1);
        case 4 -> constant("c", Shape.of(1), -1, 1);
        default -> {}
      }
      return build("Gemm");
    }
    long stack = between(1, 3);
    switch (random.nextInt(5)) {
      case 0 -> matrices(Shape.of(m, k), Shape.of(k, n));
      case 1 -> matrices(Shape.of(stack, m, k), Shape.of(k, n));
      case 2 -> matrices(Shape.of(2, 1, m, k), Shape.of(stack, k, n));
      case 3 -> matrices(Shape.of(k), Shape.of(stack, k, n));
      default -> matrices(Shape.of(stack, m, k), Shape.of(k));
    }
    return build("MatMul");
  }

  private void matrices(Shape a, Shape b) {
    feed("a", a, -1, 1);
    constant("b", b, -1, 1);
  }

  private Case normalizationCase() {
    switch (random.nextInt(7)) {
      case 0 -> {
        return batchNormalization();
      }
      case 1 -> {
        long channels = channels(1 + random.nextInt(3));
        constant("scale", Shape.of(channels), 0.5, 1.5);
        constant("shift", Shape.of(channels), -1, 1);
        maybe("epsilon", 1e-5, 1e-2);
        return build("InstanceNormalization");
      }
      case 2 -> {
        return layerNormalization();
      }
      case 3 -> {
        return groupNormalization();
      }
      case 4 -> {
        channels(2);
        attributes.put("size", new Attribute.IntValue(2 * between(0, 2) + 1));
        maybe("alpha", 0.1, 1);
        maybe("beta", 0.5, 1);
        maybe("bias", 1, 2);
        return build("LRN");
      }
      case 5 -> {
        int rank = 1 + random.nextInt(4);
        feed("x", Shape.of(sizes(rank, 2, 4)), -2, 2);
        attributes.put("axis", new Attribute.IntValue(random.nextInt(2 * rank) - rank));
        attributes.put("p", new Attribute.IntValue(1 + random.nextInt(2)));
        return build("LpNormalization");
      }
      default -> {
        return softmax();
      }
    }
  }

  /** A feature map; its channels. */
  private long channels(int axes) {
    long channels = between(1, 4);
    feed("x", shape(between(1, 3), channels, sizes(axes, 2, 4)), -2, 2);
    return channels;
  }

  private Case layerNormalization() {
    int rank = 2 + random.nextInt(3);
    Shape shape = Shape.of(sizes(rank, 2, 4));
    feed("x", shape, -2, 2);
    int axis = random.nextInt(rank);
    attributes.put("axis", new Attribute.IntValue(random.nextBoolean() ? axis : axis - rank));
    Shape normalized = Shape.of(Arrays.copyOfRange(shape.sizes(), axis, rank));
    constant("scale", normalized, 0.5, 1.5);
    if (random.nextBoolean()) {
      constant("shift", normalized, -1, 1);
    }
    maybe("epsilon", 1e-5, 1e-2);
    results = 1 + random.nextInt(3);
    return build("LayerNormalization");
  }

  private Case groupNormalization() {
    opset = random.nextBoolean() ? 18 : 21;
    long groups = between(1, 3);
    long channels = groups * between(1, 3);
    feed("x", shape(between(1, 3), channels, sizes(1 + random.nextInt(2), 2, 4)), -2, 2);
    attributes.put("num_groups", new Attribute.IntValue(groups));
    constant("scale", Shape.of(opset == 18 ? groups : channels), 0.5, 1.5);
    constant("shift", Shape.of(opset == 18 ? groups : channels), -1, 1);
    return build("GroupNormalization");
  }

  private Case batchNormalization() {
    int axes = random.nextInt(3);
    long channels = between(1, 4);
    feed("x", shape(between(1, 3), channels, sizes(axes, 1, 3)), -2, 2);
    constant("scale", Shape.of(channels), 0.5, 1.5);
    constant("shift", Shape.of(channels), -1, 1);
    constant("mean", Shape.of(channels), -1, 1);
    constant("variance", Shape.of(channels), 0.1, 2);
    maybe("epsilon", 1e-5, 1e-2);
    return build("BatchNormalization");
  }

  private Case softmax() {
    opset = random.nextBoolean() ? 11 : 13;
    int rank = 1 + random.nextInt(4);
    feed("x", Shape.of(sizes(rank, 1, 4)), -3, 3);
    int axis = random.nextInt(rank);
    // Operator set 11 has axis 1 as its default, which a vector lacks.
    if (random.nextBoolean() || rank == 1) {
      attributes.put("axis", new Attribute.IntValue(random.nextBoolean() ? axis : axis - rank));
    }
    return build(any("Softmax", "LogSoftmax"));
  }

  private Case reductionCase() {
    String type =
        any(
            "ReduceMean",
            "ReduceSum",
            "ReduceMax",
            "ReduceMin",
            "ReduceL1",
            "ReduceL2",
            "ReduceSumSquare",
            "ReduceProd",
            "ReduceLogSum",
            "ReduceLogSumExp");
    int rank = 1 + random.nextInt(4);
    opset = random.nextBoolean() ? 17 : 18;
    boolean byInput = type.equals("ReduceSum") || opset == 18;
    feed("x", Shape.of(sizes(rank, 1, 4)), type.equals("ReduceLogSum") ? 0.1 : -2, 2);
    attributes.put("keepdims", new Attribute.IntValue(random.nextInt(2)));
    if (random.nextInt(4) > 0) {
      long[] axes =
          IntStream.range(0, rank)
              .filter(i -> random.nextBoolean())
              .mapToLong(i -> random.nextBoolean() ? i : i - rank)
              .toArray();
      if (axes.length > 0 && byInput) {
        integers("axes", axes);
      } else if (axes.length > 0) {
        attributes.put("axes", ints(axes));
      }
    } else if (byInput) {
      attributes.put("noop_with_empty_axes", new Attribute.IntValue(random.nextInt(2)));
    }
    return build(type);
  }

  private Case extremeCase() {
    int rank = 1 + random.nextInt(4);
    feedSteps("x", Shape.of(sizes(rank, 1, 4)));
    resultType = DataType.INT64;
    attributes.put("axis", new Attribute.IntValue(random.nextInt(2 * rank) - rank));
    attributes.put("keepdims", new Attribute.IntValue(random.nextInt(2)));
    attributes.put("select_last_index", new Attribute.IntValue(random.nextInt(2)));
    return build(any("ArgMax", "ArgMin"));
  }
}
