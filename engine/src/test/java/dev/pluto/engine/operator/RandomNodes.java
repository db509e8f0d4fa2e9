package dev.pluto.engine.operator;

import dev.pluto.spi.graph.Attribute;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Dimension;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.ValueInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Graphs of one node with random attributes, shapes and numbers. */
final class RandomNodes {
  /** A graph and what is fed to it. */
  record Case(Graph graph, Map<String, Tensor> inputs) {
    Map<String, Shape> shapes() {
      Map<String, Shape> shapes = new LinkedHashMap<>();
      inputs.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
      return shapes;
    }

    @Override
    public String toString() {
      return graph.nodes().get(0).attributes() + " of " + graph.nodes() + " on " + inputs;
    }
  }

  private final Random random;
  private final Map<String, Attribute> attributes = new LinkedHashMap<>();
  private final Map<String, Tensor> inputs = new LinkedHashMap<>();
  private final Map<String, Tensor> constants = new LinkedHashMap<>();
  private final List<String> operands = new ArrayList<>();
  private long opset = 17;
  private int results = 1;

  private RandomNodes(long seed) {
    // Generators of neighbouring seeds begin alike.
    random = new Random(seed * 0x9E3779B97F4A7C15L);
  }

  static Case convolution(long seed) {
    return new RandomNodes(seed).convolutionCase();
  }

  static Case transposedConvolution(long seed) {
    return new RandomNodes(seed).transposedCase();
  }

  static Case pool(long seed) {
    return new RandomNodes(seed).poolCase();
  }

  static Case matrices(long seed) {
    return new RandomNodes(seed).matrixCase();
  }

  static Case activation(long seed) {
    return new RandomNodes(seed).activationCase();
  }

  static Case arithmetic(long seed) {
    return new RandomNodes(seed).arithmeticCase();
  }

  static Case normalization(long seed) {
    return new RandomNodes(seed).normalizationCase();
  }

  static Case reduction(long seed) {
    return new RandomNodes(seed).reductionCase();
  }

  static Case rearrangement(long seed) {
    return new RandomNodes(seed).rearrangementCase();
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
      return build(random.nextBoolean() ? "GlobalAveragePool" : "GlobalMaxPool");
    }
    boolean average = random.nextBoolean();
    long[] kernel = sizes(axes, 1, 3);
    attributes.put("kernel_shape", ints(kernel));
    boolean same = window(kernel, !average);
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
    if (average) {
      attributes.put("count_include_pad", new Attribute.IntValue(random.nextInt(2)));
    }
    return build(average ? "AveragePool" : "MaxPool");
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

  private Case activationCase() {
    String type =
        any(
            "Identity",
            "Relu",
            "Sigmoid",
            "Tanh",
            "HardSwish",
            "Softplus",
            "Softsign",
            "Mish",
            "Erf",
            "Exp",
            "Log",
            "Sqrt",
            "Neg",
            "Abs",
            "Reciprocal",
            "Sin",
            "Cos",
            "Floor",
            "Ceil",
            "Sign",
            "LeakyRelu",
            "HardSigmoid",
            "Elu",
            "Selu",
            "Celu",
            "ThresholdedRelu",
            "Gelu",
            "Clip",
            "PRelu");
    boolean positive = List.of("Log", "Sqrt", "Reciprocal").contains(type);
    Shape shape = Shape.of(sizes(1 + random.nextInt(4), 1, 4));
    feed("x", shape, positive ? 0.1 : -4, 4);
    switch (type) {
      case "Mish" -> opset = 18;
      case "Gelu" -> {
        opset = 20;
        attributes.put("approximate", new Attribute.Text(any("none", "tanh")));
      }
      case "LeakyRelu", "Elu", "Celu", "ThresholdedRelu" -> maybe("alpha", 0.1, 2);
      case "HardSigmoid", "Selu" -> {
        maybe("alpha", 0.1, 2);
        maybe(type.equals("Selu") ? "gamma" : "beta", 0.1, 2);
      }
      case "Clip" -> {
        boolean lower = random.nextBoolean();
        if (lower) {
          constant("min", Shape.of(), -3, 0);
        } else {
          operands.add("");
        }
        if (random.nextBoolean()) {
          constant("max", Shape.of(), 0, 3);
        }
      }
      case "PRelu" -> constant("slope", stretching(shape), -1, 1);
      default -> {}
    }
    return build(type);
  }

  private void maybe(String attribute, double low, double high) {
    if (random.nextBoolean()) {
      attributes.put(attribute, new Attribute.FloatValue((float) number(low, high)));
    }
  }

  private Case arithmeticCase() {
    String type = any("Add", "Sub", "Mul", "Div", "Pow", "Sum", "Max", "Min", "Mean");
    Shape shape = Shape.of(sizes(1 + random.nextInt(4), 1, 4));
    boolean several = List.of("Sum", "Max", "Min", "Mean").contains(type);
    boolean positive = List.of("Div", "Pow").contains(type);
    int count = several ? 1 + random.nextInt(3) : 2;
    for (int i = 0; i < count; i++) {
      Shape own = random.nextBoolean() ? shape : stretching(shape);
      if (i == 0 || random.nextBoolean()) {
        feed("x" + i, own, positive ? 0.2 : -2, 2);
      } else {
        constant("x" + i, own, positive ? 0.2 : -2, 2);
      }
    }
    return build(type);
  }

  /** A shape that stretches to another one: sizes 1, and axes left out in front. */
  private Shape stretching(Shape shape) {
    long[] sizes = shape.sizes();
    int dropped = random.nextInt(sizes.length);
    long[] kept = Arrays.copyOfRange(sizes, dropped, sizes.length);
    for (int i = 0; i < kept.length; i++) {
      kept[i] = random.nextInt(3) == 0 ? 1 : kept[i];
    }
    return Shape.of(kept);
  }

  private Case normalizationCase() {
    if (random.nextBoolean()) {
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
            "ReduceLogSum",
            "ReduceLogSumExp");
    int rank = 1 + random.nextInt(4);
    feed("x", Shape.of(sizes(rank, 1, 4)), type.equals("ReduceLogSum") ? 0.1 : -2, 2);
    attributes.put("keepdims", new Attribute.IntValue(random.nextInt(2)));
    if (random.nextInt(4) > 0) {
      long[] axes =
          IntStream.range(0, rank)
              .filter(i -> random.nextBoolean())
              .mapToLong(i -> random.nextBoolean() ? i : i - rank)
              .toArray();
      if (axes.length > 0 && type.equals("ReduceSum")) {
        integers("axes", axes);
      } else if (axes.length > 0) {
        attributes.put("axes", ints(axes));
      }
    } else if (type.equals("ReduceSum")) {
      attributes.put("noop_with_empty_axes", new Attribute.IntValue(random.nextInt(2)));
    }
    return build(type);
  }

  private Case rearrangementCase() {
    long[] sizes = sizes(1 + random.nextInt(4), 1, 4);
    int rank = sizes.length;
    switch (random.nextInt(10)) {
      case 0 -> {
        feed("x", Shape.of(sizes), -1, 1);
        long[] target = {0, -1, 1};
        integers("target", target);
        return build("Reshape");
      }
      case 1 -> {
        feed("x", Shape.of(sizes), -1, 1);
        attributes.put("axis", new Attribute.IntValue(random.nextInt(2 * rank + 1) - rank));
        return build("Flatten");
      }
      case 2 -> {
        feed("x", Shape.of(sizes), -1, 1);
        if (random.nextBoolean()) {
          List<Long> axes = new ArrayList<>(LongStream.range(0, rank).boxed().toList());
          java.util.Collections.shuffle(axes, random);
          attributes.put("perm", new Attribute.Ints(axes));
        }
        return build("Transpose");
      }
      case 3 -> {
        int axis = random.nextInt(rank);
        feed("x", Shape.of(sizes).with(axis, 1), -1, 1);
        if (random.nextBoolean()) {
          integers("axes", random.nextBoolean() ? axis : axis - rank);
        }
        return build("Squeeze");
      }
      case 4 -> {
        feed("x", Shape.of(sizes), -1, 1);
        integers("axes", random.nextInt(rank + 1), -1 - random.nextInt(1));
        return build("Unsqueeze");
      }
      case 5 -> {
        long block = between(1, 3);
        feed(
            "x",
            Shape.of(between(1, 2), block * block * between(1, 3), between(1, 3), between(1, 3)),
            -1,
            1);
        attributes.put("blocksize", new Attribute.IntValue(block));
        if (random.nextInt(3) > 0) {
          attributes.put("mode", new Attribute.Text(any("DCR", "CRD")));
        }
        return build("DepthToSpace");
      }
      case 6 -> {
        long block = between(1, 3);
        feed(
            "x",
            Shape.of(between(1, 2), between(1, 3), block * between(1, 3), block * between(1, 3)),
            -1,
            1);
        attributes.put("blocksize", new Attribute.IntValue(block));
        return build("SpaceToDepth");
      }
      case 7 -> {
        int axis = random.nextInt(rank);
        attributes.put("axis", new Attribute.IntValue(random.nextBoolean() ? axis : axis - rank));
        int parts = 1 + random.nextInt(3);
        for (int i = 0; i < parts; i++) {
          feed("x" + i, Shape.of(sizes).with(axis, between(1, 3)), -1, 1);
        }
        return build("Concat");
      }
      case 8 -> {
        int axis = random.nextInt(rank);
        results = 1 + random.nextInt(3);
        attributes.put("axis", new Attribute.IntValue(random.nextBoolean() ? axis : axis - rank));
        long[] parts = sizes(results, 1, 3);
        boolean given = random.nextBoolean();
        long each = parts[0];
        feed(
            "x",
            Shape.of(sizes).with(axis, given ? LongStream.of(parts).sum() : results * each),
            -1,
            1);
        if (given) {
          integers("sizes", parts);
        }
        return build("Split");
      }
      default -> {
        int axis = random.nextInt(rank);
        attributes.put("axis", new Attribute.IntValue(axis));
        feed("x", Shape.of(sizes), -1, 1);
        int size = (int) sizes[axis];
        integers("indices", random.nextInt(size), random.nextInt(size) - size);
        return build("Gather");
      }
    }
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

  private long[] spatial(int axes) {
    return sizes(axes, 5, 7);
  }

  private static Shape shape(long batch, long channels, long[] spatial) {
    return Shape.of(
        LongStream.concat(LongStream.of(batch, channels), LongStream.of(spatial)).toArray());
  }

  private long[] sizes(int count, int least, int most) {
    return LongStream.generate(() -> between(least, most)).limit(count).toArray();
  }

  private long between(int least, int most) {
    return (long) least + random.nextInt(most - least + 1);
  }

  private double number(double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  private String any(String... names) {
    return names[random.nextInt(names.length)];
  }

  private static Attribute ints(long... values) {
    return new Attribute.Ints(LongStream.of(values).boxed().toList());
  }

  private void feed(String name, Shape shape, double low, double high) {
    inputs.put(name, tensor(shape, low, high));
    operands.add(name);
  }

  private void constant(String name, Shape shape, double low, double high) {
    constants.put(name, tensor(shape, low, high));
    operands.add(name);
  }

  private void integers(String name, long... values) {
    constants.put(name, Tensor.ofLongs(Shape.of(values.length), values));
    operands.add(name);
  }

  private Tensor tensor(Shape shape, double low, double high) {
    float[] values = new float[Math.toIntExact(shape.elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) number(low, high);
    }
    return Tensor.ofFloats(shape, values);
  }

  private Case build(String opType) {
    Graph.Builder graph = Graph.builder(opType).opset("", opset);
    inputs.forEach((name, tensor) -> graph.input(value(name, Optional.of(tensor.shape()))));
    constants.forEach(graph::initializer);
    List<String> outputs = IntStream.range(0, results).mapToObj(i -> "y" + i).toList();
    outputs.forEach(name -> graph.output(value(name, Optional.empty())));
    graph.node(new Node("node", "", opType, operands, outputs, attributes));
    return new Case(graph.build(), inputs);
  }

  private static ValueInfo value(String name, Optional<Shape> shape) {
    return new ValueInfo(
        name,
        DataType.FLOAT,
        shape.map(
            s -> Arrays.stream(s.sizes()).<Dimension>mapToObj(Dimension.Fixed::new).toList()));
  }
}
