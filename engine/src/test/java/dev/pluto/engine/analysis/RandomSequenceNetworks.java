package dev.pluto.engine.analysis;

import dev.pluto.spi.graph.Attribute;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Draws networks of stacked recurrent layers, put together as exporters do it. */
final class RandomSequenceNetworks {
  static final int STEPS = 4;
  static final int FEATURES = 5;
  private static final int CLASSES = 3;

  private final Random random;
  private final NetworkBuilder net;
  private int hidden;
  private int directions;
  private String states = "";

  private RandomSequenceNetworks(long seed) {
    random = new Random(seed * 0x9E3779B97F4A7C15L);
    net = new NetworkBuilder(random);
  }

  /** A network from x [1, steps, features] to classes. */
  static Graph graph(long seed) {
    return new RandomSequenceNetworks(seed).draw();
  }

  private Graph draw() {
    net.input("x", 1, STEPS, FEATURES);
    net.integers("axis0", 0);
    net.integers("axis1", 1);
    String size = net.node("shape", "Shape", Shape.of(3), Map.of(), "x");
    net.integers("zero", 0);
    net.node("batch", "Gather", Shape.of(1), Map.of("axis", integer(0)), size, "zero");
    String sequence = transpose("steps", "x", 1, 0, 2);
    int width = FEATURES;
    if (random.nextBoolean()) {
      int projected = 3 + random.nextInt(4);
      net.weight("project.w", 0, 0.7, width, projected);
      net.node("project", "MatMul", Shape.of(STEPS, 1, projected), Map.of(), sequence, "project.w");
      sequence = net.node("relu", "Relu", Shape.of(STEPS, 1, projected), Map.of(), "project");
      width = projected;
    }
    int layers = 1 + random.nextInt(3);
    for (int layer = 0; layer < layers; layer++) {
      sequence = layer("layer" + layer, sequence, width);
      width = hidden * directions;
    }
    String features = features(sequence, width);
    net.weight("classes.w", 0, 0.5, CLASSES, net.shape(features).size(1));
    net.weight("classes.b", 0, 0.5, CLASSES);
    Map<String, Attribute> transposed = Map.of("transB", integer(1));
    String classes =
        net.node(
            "classes",
            "Gemm",
            Shape.of(1, CLASSES),
            transposed,
            features,
            "classes.w",
            "classes.b");
    return net.build(classes);
  }

  private String layer(String name, String sequence, int width) {
    String cell = List.of("RNN", "GRU", "LSTM").get(random.nextInt(3));
    boolean lstm = cell.equals("LSTM");
    int gates = lstm ? 4 : cell.equals("GRU") ? 3 : 1;
    directions = 1 + random.nextInt(2);
    hidden = 3 + random.nextInt(5);
    Map<String, Attribute> attributes = new HashMap<>();
    attributes.put("hidden_size", integer(hidden));
    String only = random.nextBoolean() ? "forward" : "reverse";
    attributes.put("direction", new Attribute.Text(directions == 2 ? "bidirectional" : only));
    attributes.put("linear_before_reset", integer(random.nextInt(2)));
    if (!cell.equals("GRU")) {
      attributes.remove("linear_before_reset");
    }
    long rows = (long) gates * hidden;
    net.weight(name + ".w", 0, 0.6, directions, rows, width);
    net.weight(name + ".r", 0, 0.6, directions, rows, hidden);
    String bias = random.nextBoolean() ? net.weight(name + ".b", 0, 0.5, directions, 2 * rows) : "";
    String[] inputs = {sequence, name + ".w", name + ".r", bias, "", state(name + ".h0"), "", ""};
    if (lstm) {
      inputs[6] = state(name + ".c0");
      inputs[7] =
          random.nextBoolean() ? net.weight(name + ".p", 0, 0.5, directions, 3L * hidden) : "";
    }
    Map<String, Shape> outputs = new LinkedHashMap<>();
    outputs.put(name, Shape.of(STEPS, directions, 1, hidden));
    outputs.put(name + ".h", Shape.of(directions, 1, hidden));
    states = name + ".h";
    int last = inputs.length;
    while (inputs[last - 1].isEmpty()) {
      last--;
    }
    net.node(name, cell, outputs, attributes, Arrays.copyOf(inputs, last));
    Shape joined = Shape.of(STEPS, 1, (long) directions * hidden);
    if (directions == 1) {
      return net.node(name + ".s", "Squeeze", joined, Map.of(), name, "axis1");
    }
    String swapped = transpose(name + ".t", name, 0, 2, 1, 3);
    long open = random.nextBoolean() ? -1 : 2L * hidden;
    return net.node(
        name + ".j",
        "Reshape",
        joined,
        Map.of(),
        swapped,
        net.integers(name + ".target", 0, 0, open));
  }

  /** No state, a constant one, or one in a shape that the graph computes. */
  private String state(String name) {
    Shape shape = Shape.of(directions, 1, hidden);
    switch (random.nextInt(4)) {
      case 0 -> {
        return "";
      }
      case 1 -> {
        return net.weight(name, 0, 0.8, directions, 1, hidden);
      }
      default -> {
        net.integers(name + ".d", directions);
        net.integers(name + ".n", hidden);
        String target =
            net.node(
                name + ".shape",
                "Concat",
                Shape.of(3),
                Map.of("axis", integer(0)),
                name + ".d",
                "batch",
                name + ".n");
        if (random.nextBoolean()) {
          Tensor value = Tensor.ofFloats(Shape.of(1), random.nextBoolean() ? 0 : 0.4f);
          return net.node(
              name,
              "ConstantOfShape",
              shape,
              Map.of("value", new Attribute.TensorValue(value)),
              target);
        }
        net.weight(name + ".learned", 0, 0.8, 1, 1, hidden);
        return net.node(name, "Expand", shape, Map.of(), name + ".learned", target);
      }
    }
  }

  /** The mean over steps, the last step, or the last states. */
  private String features(String sequence, int width) {
    Shape flat = Shape.of(1, width);
    switch (random.nextInt(3)) {
      case 0 -> {
        Map<String, Attribute> axes =
            Map.of("axes", new Attribute.Ints(List.of(0L)), "keepdims", integer(0));
        return net.node("mean", "ReduceMean", flat, axes, sequence);
      }
      case 1 -> {
        net.integers("from", -1);
        net.integers("to", Integer.MAX_VALUE);
        net.node("end", "Slice", Shape.of(1, 1, width), Map.of(), sequence, "from", "to", "axis0");
        return net.node("last", "Squeeze", flat, Map.of(), "end", "axis0");
      }
      default -> {
        if (directions == 1) {
          return net.node("state", "Squeeze", flat, Map.of(), states, "axis0");
        }
        net.integers("first", 0);
        net.integers("second", 1);
        Shape half = Shape.of(1, 1, hidden);
        Map<String, Attribute> axis = Map.of("axis", integer(0));
        net.node("forth", "Gather", half, axis, states, "first");
        net.node("back", "Gather", half, axis, states, "second");
        net.node(
            "both", "Concat", Shape.of(1, 1, width), Map.of("axis", integer(2)), "forth", "back");
        return net.node("state", "Squeeze", flat, Map.of(), "both", "axis0");
      }
    }
  }

  private String transpose(String name, String value, long... permutation) {
    Shape from = net.shape(value);
    long[] sizes = new long[permutation.length];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = from.size((int) permutation[i]);
    }
    return net.node(
        name,
        "Transpose",
        Shape.of(sizes),
        Map.of("perm", new Attribute.Ints(Arrays.stream(permutation).boxed().toList())),
        value);
  }

  private static Attribute integer(long value) {
    return new Attribute.IntValue(value);
  }
}
