package dev.pluto.engine.analysis;

import dev.pluto.spi.graph.Attribute;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Dimension;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.ValueInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;

/**
 * Builds small networks with random weights. Every method adds one node and returns the name of its
 * output, which is the name of the node.
 */
public final class NetworkBuilder {
  private static final long OPSET = 17;

  private final Random random;
  private final long opset;
  private final Graph.Builder graph;
  private final Map<String, Shape> shapes = new LinkedHashMap<>();

  /** Draws weights from {@code random}. */
  public NetworkBuilder(Random random) {
    this(random, OPSET);
  }

  /** Builds networks of an operator set; of those methods that say so, nodes in its form. */
  public NetworkBuilder(Random random, long opset) {
    this.random = random;
    this.opset = opset;
    this.graph = Graph.builder("network").opset("", opset);
  }

  /** The operator set. */
  public long opset() {
    return opset;
  }

  /** A float input; the batch stays dynamic in the file. */
  public String input(String name, long... shape) {
    List<Dimension> dimensions = new ArrayList<>();
    dimensions.add(new Dimension.Symbol("batch"));
    LongStream.of(shape).skip(1).forEach(size -> dimensions.add(new Dimension.Fixed(size)));
    graph.input(new ValueInfo(name, DataType.FLOAT, Optional.of(dimensions)));
    shapes.put(name, Shape.of(shape));
    return name;
  }

  /** Shape of a value. */
  public Shape shape(String value) {
    Shape shape = shapes.get(value);
    if (shape == null) {
      throw new IllegalArgumentException("no value '" + value + "'");
    }
    return shape;
  }

  /** Channels of a feature map or a vector. */
  public int channels(String value) {
    return (int) shape(value).size(1);
  }

  /** A float constant with values from −scale to scale around a centre. */
  public String weight(String name, double centre, double scale, long... shape) {
    float[] values = new float[(int) Shape.of(shape).elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (centre + scale * (2 * random.nextDouble() - 1));
    }
    graph.initializer(name, Tensor.ofFloats(Shape.of(shape), values));
    return name;
  }

  /** An integer vector. */
  public String integers(String name, long... values) {
    graph.initializer(name, Tensor.ofLongs(Shape.of(values.length), values));
    return name;
  }

  /** A single integer, without axes. */
  public String scalar(String name, long value) {
    graph.initializer(name, Tensor.ofLongs(Shape.of(), value));
    return name;
  }

  /** A vector of floats. */
  public String numbers(String name, float... values) {
    graph.initializer(name, Tensor.ofFloats(Shape.of(values.length), values));
    return name;
  }

  /** Any node, with the shape of its first output. */
  public String node(
      String name,
      String opType,
      Shape output,
      Map<String, Attribute> attributes,
      String... inputs) {
    return node(name, opType, Map.of(name, output), attributes, inputs);
  }

  /** Any node with named outputs. */
  public String node(
      String name,
      String opType,
      Map<String, Shape> outputs,
      Map<String, Attribute> attributes,
      String... inputs) {
    shapes.putAll(outputs);
    graph.node(
        new Node(name, "", opType, List.of(inputs), List.copyOf(outputs.keySet()), attributes));
    return name;
  }

  /** Conv with a bias, same padding. */
  public String conv(String name, String x, int out, int kernel, int group) {
    long in = channels(x);
    weight(
        name + ".w",
        0,
        Math.sqrt(3.0 * group / (in * kernel * kernel)),
        out,
        in / group,
        kernel,
        kernel);
    weight(name + ".b", 0.1, 0.5, out);
    return conv(name, x, name + ".w", name + ".b", out, kernel, group);
  }

  /** Conv with given constants, same padding. */
  public String conv(
      String name, String x, String weight, String bias, int out, int kernel, int group) {
    long pad = kernel / 2;
    return node(
        name,
        "Conv",
        shape(x).with(1, out),
        Map.of(
            "group", new Attribute.IntValue(group),
            "kernel_shape", ints(kernel, kernel),
            "pads", ints(pad, pad, pad, pad)),
        x,
        weight,
        bias);
  }

  /** ConvTranspose with kernel and stride 2. */
  public String convTranspose(String name, String x, int out, int group) {
    long in = channels(x);
    weight(name + ".w", 0, Math.sqrt(3.0 * group / in), in, out / group, 2, 2);
    weight(name + ".b", 0.1, 0.5, out);
    Shape s = shape(x);
    return node(
        name,
        "ConvTranspose",
        Shape.of(s.size(0), out, 2 * s.size(2), 2 * s.size(3)),
        Map.of(
            "group", new Attribute.IntValue(group),
            "kernel_shape", ints(2, 2),
            "strides", ints(2, 2)),
        x,
        name + ".w",
        name + ".b");
  }

  /** Gemm with a transposed weight, as exporters write linear layers. */
  public String gemm(String name, String x, int out) {
    long in = channels(x);
    weight(name + ".w", 0, Math.sqrt(3.0 / in), out, in);
    weight(name + ".b", 0.1, 0.5, out);
    return node(
        name,
        "Gemm",
        Shape.of(shape(x).size(0), out),
        Map.of("transB", new Attribute.IntValue(1)),
        x,
        name + ".w",
        name + ".b");
  }

  /** BatchNormalization whose shift is not zero. */
  public String batchNorm(String name, String x) {
    int channels = channels(x);
    weight(name + ".gamma", 1, 0.5, channels);
    weight(name + ".beta", 0.5, 0.4, channels);
    weight(name + ".mean", 0, 0.5, channels);
    weight(name + ".variance", 1, 0.5, channels);
    return node(
        name,
        "BatchNormalization",
        shape(x),
        Map.of(),
        x,
        name + ".gamma",
        name + ".beta",
        name + ".mean",
        name + ".variance");
  }

  /** An operator with one input and the same shape. */
  public String unary(String name, String opType, String x) {
    return node(name, opType, shape(x), Map.of(), x);
  }

  /** Clip to a range, in the form of the operator set. */
  public String clip(String name, String x, float min, float max) {
    if (opset < 11) {
      return node(
          name,
          "Clip",
          shape(x),
          Map.of("min", new Attribute.FloatValue(min), "max", new Attribute.FloatValue(max)),
          x);
    }
    graph.initializer(name + ".min", Tensor.ofFloats(Shape.of(), min));
    graph.initializer(name + ".max", Tensor.ofFloats(Shape.of(), max));
    return node(name, "Clip", shape(x), Map.of(), x, name + ".min", name + ".max");
  }

  /** An operator with two inputs whose result has the shape of the first. */
  public String binary(String name, String opType, String a, String b) {
    return node(name, opType, shape(a), Map.of(), a, b);
  }

  /** Concat along channels. */
  public String concat(String name, String... parts) {
    int channels = 0;
    for (String part : parts) {
      channels += channels(part);
    }
    return node(
        name,
        "Concat",
        shape(parts[0]).with(1, channels),
        Map.of("axis", new Attribute.IntValue(1)),
        parts);
  }

  /** DepthToSpace with block size 2. */
  public String depthToSpace(String name, String x, String mode) {
    Shape s = shape(x);
    return node(
        name,
        "DepthToSpace",
        Shape.of(s.size(0), s.size(1) / 4, 2 * s.size(2), 2 * s.size(3)),
        Map.of("blocksize", new Attribute.IntValue(2), "mode", new Attribute.Text(mode)),
        x);
  }

  /** GlobalAveragePool. */
  public String globalAveragePool(String name, String x) {
    return node(name, "GlobalAveragePool", shape(x).with(2, 1).with(3, 1), Map.of(), x);
  }

  /** Flatten to a vector per sample. */
  public String flatten(String name, String x) {
    Shape s = shape(x);
    return node(name, "Flatten", Shape.of(s.size(0), s.elements() / s.size(0)), Map.of(), x);
  }

  /** Reshape with a constant target. */
  public String reshape(String name, String x, String target, long... shape) {
    return node(name, "Reshape", Shape.of(shape), Map.of(), x, target);
  }

  /**
   * Split along channels, in the form of the operator set; the parts are named name:0, name:1, …
   */
  public List<String> split(String name, String x, long... sizes) {
    return splitAlong(name, x, 1, sizes);
  }

  /** Split along an axis. */
  public List<String> splitAlong(String name, String x, int axis, long... sizes) {
    Map<String, Shape> parts = new LinkedHashMap<>();
    for (int i = 0; i < sizes.length; i++) {
      parts.put(name + ":" + i, shape(x).with(axis, sizes[i]));
    }
    Attribute along = new Attribute.IntValue(axis);
    if (opset < 13) {
      node(name, "Split", parts, Map.of("axis", along, "split", ints(sizes)), x);
    } else {
      node(name, "Split", parts, Map.of("axis", along), x, integers(name + ".sizes", sizes));
    }
    return List.copyOf(parts.keySet());
  }

  /** Transpose to axes in this order. */
  public String transpose(String name, String x, int... permutation) {
    long[] sizes = new long[permutation.length];
    long[] perm = new long[permutation.length];
    for (int axis = 0; axis < perm.length; axis++) {
      sizes[axis] = shape(x).size(permutation[axis]);
      perm[axis] = permutation[axis];
    }
    return node(name, "Transpose", Shape.of(sizes), Map.of("perm", ints(perm)), x);
  }

  /** Squeeze-and-excite: channels scaled by a gate that is computed from their means. */
  public String squeezeExcite(String name, String x, int inner) {
    String mean = globalAveragePool(name + ".mean", x);
    String reduced = unary(name + ".relu", "Relu", conv(name + ".reduce", mean, inner, 1, 1));
    String expanded = conv(name + ".expand", reduced, channels(x), 1, 1);
    return binary(name, "Mul", x, unary(name + ".gate", "Sigmoid", expanded));
  }

  /** Channel shuffle by Reshape, Transpose, Reshape. */
  public String shuffle(String name, String x, int groups) {
    Shape s = shape(x);
    long n = s.size(0);
    long c = s.size(1);
    long h = s.size(2);
    long w = s.size(3);
    String apart =
        reshape(
            name + ".apart",
            x,
            integers(name + ".to5d", 0, groups, c / groups, h, w),
            n,
            groups,
            c / groups,
            h,
            w);
    String swapped =
        node(
            name + ".swap",
            "Transpose",
            Shape.of(n, c / groups, groups, h, w),
            Map.of("perm", ints(0, 2, 1, 3, 4)),
            apart);
    return reshape(name, swapped, integers(name + ".to4d", 0, c, h, w), n, c, h, w);
  }

  /** The network with these outputs. */
  public Graph build(String... outputs) {
    for (String output : outputs) {
      List<Dimension> dimensions = new ArrayList<>();
      dimensions.add(new Dimension.Symbol("batch"));
      LongStream.of(shape(output).sizes())
          .skip(1)
          .forEach(size -> dimensions.add(new Dimension.Fixed(size)));
      graph.output(new ValueInfo(output, DataType.FLOAT, Optional.of(dimensions)));
    }
    return graph.build();
  }

  /** A list attribute. */
  public static Attribute ints(long... values) {
    return new Attribute.Ints(LongStream.of(values).boxed().toList());
  }
}
