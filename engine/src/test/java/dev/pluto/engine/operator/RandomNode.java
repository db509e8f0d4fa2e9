package dev.pluto.engine.operator;

import dev.pluto.spi.graph.Attribute;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Dimension;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.ValueInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Draws a graph of one node with random attributes, shapes and numbers. */
abstract class RandomNode {
  /** A graph and what is fed to it. */
  record Case(Graph graph, Map<String, Tensor> inputs) {
    Map<String, Shape> shapes() {
      Map<String, Shape> shapes = new LinkedHashMap<>();
      inputs.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
      return shapes;
    }

    @Override
    public String toString() {
      return "%s %s of operator set %s on %s and %s"
          .formatted(
              graph.nodes(),
              graph.nodes().get(0).attributes(),
              graph.opsets(),
              inputs,
              graph.initializers());
    }
  }

  final Random random;
  final Map<String, Attribute> attributes = new LinkedHashMap<>();
  private final Map<String, Tensor> inputs = new LinkedHashMap<>();
  private final Map<String, Tensor> constants = new LinkedHashMap<>();
  private final List<String> operands = new ArrayList<>();
  long opset = 17;
  int results = 1;

  /** Results that the graph does without. */
  final Set<Integer> unwanted = new HashSet<>();

  DataType resultType = DataType.FLOAT;

  RandomNode(long seed) {
    // Generators of neighbouring seeds begin alike.
    random = new Random(seed * 0x9E3779B97F4A7C15L);
  }

  void maybe(String attribute, double low, double high) {
    if (random.nextBoolean()) {
      attributes.put(attribute, new Attribute.FloatValue((float) number(low, high)));
    }
  }

  /** A shape that stretches to another one: sizes 1, and axes left out in front. */
  Shape stretching(Shape shape) {
    long[] sizes = shape.sizes();
    int dropped = random.nextInt(sizes.length);
    long[] kept = Arrays.copyOfRange(sizes, dropped, sizes.length);
    for (int i = 0; i < kept.length; i++) {
      kept[i] = random.nextInt(3) == 0 ? 1 : kept[i];
    }
    return Shape.of(kept);
  }

  long[] spatial(int axes) {
    return sizes(axes, 5, 7);
  }

  static Shape shape(long batch, long channels, long[] spatial) {
    return Shape.of(
        LongStream.concat(LongStream.of(batch, channels), LongStream.of(spatial)).toArray());
  }

  long[] sizes(int count, int least, int most) {
    return LongStream.generate(() -> between(least, most)).limit(count).toArray();
  }

  long between(int least, int most) {
    return (long) least + random.nextInt(most - least + 1);
  }

  double number(double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  String any(String... names) {
    return names[random.nextInt(names.length)];
  }

  static Attribute ints(long... values) {
    return new Attribute.Ints(LongStream.of(values).boxed().toList());
  }

  void feed(String name, Shape shape, double low, double high) {
    inputs.put(name, tensor(shape, low, high));
    operands.add(name);
  }

  void constant(String name, Shape shape, double low, double high) {
    constants.put(name, tensor(shape, low, high));
    operands.add(name);
  }

  void integers(String name, long... values) {
    constants.put(name, Tensor.ofLongs(Shape.of(values.length), values));
    operands.add(name);
  }

  /** Constant 32-bit integers. */
  void counts(String name, int... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asIntBuffer().put(values);
    constants.put(name, Tensor.of(DataType.INT32, Shape.of(values.length), bytes));
    operands.add(name);
  }

  /** Small whole numbers, of which some are equal. */
  void feedSteps(String name, Shape shape) {
    float[] values = new float[Math.toIntExact(shape.elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(4) - 1;
    }
    inputs.put(name, Tensor.ofFloats(shape, values));
    operands.add(name);
  }

  /** Constant truth values. */
  void truths(String name, Shape shape) {
    byte[] values = new byte[Math.toIntExact(shape.elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (byte) random.nextInt(2);
    }
    constants.put(name, Tensor.of(DataType.BOOL, shape, ByteBuffer.wrap(values)));
    operands.add(name);
  }

  /** Constant indices in the shape of a tensor. */
  void indices(String name, Shape shape, long size) {
    long[] values = new long[Math.toIntExact(shape.elements())];
    Arrays.setAll(values, i -> between(0, Math.toIntExact(2 * size - 1)) - size);
    constants.put(name, Tensor.ofLongs(shape, values));
    operands.add(name);
  }

  /** Constant floats. */
  void numbers(String name, float... values) {
    constants.put(name, Tensor.ofFloats(Shape.of(values.length), values));
    operands.add(name);
  }

  /** An input that is left out. */
  void absent() {
    operands.add("");
  }

  private Tensor tensor(Shape shape, double low, double high) {
    float[] values = new float[Math.toIntExact(shape.elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) number(low, high);
    }
    return Tensor.ofFloats(shape, values);
  }

  Case build(String opType) {
    Graph.Builder graph = Graph.builder(opType).opset("", opset);
    inputs.forEach(
        (name, tensor) -> graph.input(value(name, DataType.FLOAT, Optional.of(tensor.shape()))));
    constants.forEach(graph::initializer);
    List<String> outputs =
        IntStream.range(0, results).mapToObj(i -> unwanted.contains(i) ? "" : "y" + i).toList();
    outputs.stream()
        .filter(name -> !name.isEmpty())
        .forEach(name -> graph.output(value(name, resultType, Optional.empty())));
    graph.node(new Node("node", "", opType, operands, outputs, attributes));
    return new Case(graph.build(), inputs);
  }

  private static ValueInfo value(String name, DataType type, Optional<Shape> shape) {
    return new ValueInfo(
        name,
        type,
        shape.map(
            s -> Arrays.stream(s.sizes()).<Dimension>mapToObj(Dimension.Fixed::new).toList()));
  }
}
