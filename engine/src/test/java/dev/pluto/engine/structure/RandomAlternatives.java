package dev.pluto.engine.structure;

import dev.pluto.engine.analysis.Operators;
import dev.pluto.engine.analysis.ShapeInference;
import dev.pluto.engine.analysis.Types;
import dev.pluto.engine.operator.BuiltInOperators;
import dev.pluto.spi.graph.Attribute;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.search.Alternative;
import dev.pluto.spi.search.StructureDecision;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Random other ways to compute values of a random network: convolutions in one, two or depthwise
 * steps, other activations, and leaving out whatever has the type of what it reads.
 */
public final class RandomAlternatives {
  private static final Operators OPERATORS = new Operators(BuiltInOperators.all());

  private final Graph graph;
  private final Types types;
  private final Random random;
  private final Map<String, Tensor> constants = new LinkedHashMap<>();
  private final List<Node> nodes = new ArrayList<>();

  private RandomAlternatives(Graph graph, Map<String, Shape> inputs, Random random) {
    this.graph = graph;
    this.types = new ShapeInference(OPERATORS).infer(graph, inputs);
    this.random = random;
  }

  /** Decisions on about half of the values that can be computed another way. */
  public static List<StructureDecision> of(Graph graph, Map<String, Shape> inputs, Random random) {
    RandomAlternatives all = new RandomAlternatives(graph, inputs, random);
    List<StructureDecision> decisions = new ArrayList<>();
    for (Node node : graph.nodes()) {
      List<Alternative> alternatives = random.nextBoolean() ? List.of() : all.alternatives(node);
      if (!alternatives.isEmpty()) {
        decisions.add(new TestStructure("nas/" + node.name(), node.output(), alternatives));
      }
    }
    return decisions;
  }

  private List<Alternative> alternatives(Node node) {
    List<Alternative> alternatives = new ArrayList<>();
    String input = node.inputs().get(0);
    if (node.opType().equals("Conv")) {
      alternatives.add(convolutions(node, input, "thin", 3, 1));
      if (random.nextBoolean()) {
        alternatives.add(convolutions(node, input, "separable", channels(input), channels(input)));
      }
    }
    if (node.opType().equals("Sigmoid")) {
      String name = node.name() + ".relu";
      alternatives.add(
          new Alternative(
              List.of(new Node(name, "", "Relu", List.of(input), List.of(name), Map.of())),
              Map.of(),
              name));
    }
    boolean same =
        node.outputs().size() == 1
            && graph.initializer(input).isEmpty()
            && types.of(input).equals(types.of(node.output()))
            && !graph.isOutput(node.output());
    if (same && random.nextBoolean()) {
      alternatives.add(new Alternative(List.of(), Map.of(), input));
    }
    return alternatives;
  }

  /** A convolution to {@code middle} channels in groups, and a pointwise one to all. */
  private Alternative convolutions(Node node, String input, String kind, int middle, int groups) {
    constants.clear();
    nodes.clear();
    String name = node.name() + "." + kind;
    int kernel = random.nextBoolean() ? 1 : 3;
    String first =
        convolution(name + ".first", input, middle, channels(input) / groups, kernel, groups);
    String last = convolution(name + ".last", first, channels(node.output()), middle, 1, 1);
    return new Alternative(nodes, constants, last);
  }

  private String convolution(String name, String x, int out, int in, int kernel, int groups) {
    Shape shape = Shape.of(out, in, kernel, kernel);
    float[] values = new float[(int) shape.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() / Math.sqrt(in * kernel * kernel));
    }
    constants.put(name + ".w", Tensor.ofFloats(shape, values));
    float[] bias = new float[out];
    for (int i = 0; i < out; i++) {
      bias[i] = random.nextFloat();
    }
    constants.put(name + ".b", Tensor.ofFloats(Shape.of(out), bias));
    long pad = kernel / 2;
    nodes.add(
        new Node(
            name,
            "",
            "Conv",
            List.of(x, name + ".w", name + ".b"),
            List.of(name),
            Map.of(
                "group", new Attribute.IntValue(groups),
                "kernel_shape", new Attribute.Ints(List.of((long) kernel, (long) kernel)),
                "pads", new Attribute.Ints(List.of(pad, pad, pad, pad)))));
    return name;
  }

  private int channels(String value) {
    return (int) types.of(value).shape().size(1);
  }
}
