package dev.pluto.engine.onnx;

import dev.pluto.spi.graph.Attribute;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which operators changed from operator set 7 to 21, after ONNX's change log. Operators that only
 * gained element types, optional inputs or attributes with the old meaning as their default need no
 * rewriting.
 */
final class UpgradeRules {
  private static final Set<String> COMPATIBLE =
      Set.of(
          """
          Abs Acos Acosh Add And ArgMax ArgMin Asin Asinh Atan Atanh AveragePool BitShift \
          BitwiseAnd BitwiseNot BitwiseOr BitwiseXor Cast CastLike Ceil Celu Compress Concat \
          Constant ConstantOfShape Conv ConvInteger ConvTranspose Cos Cosh CumSum DepthToSpace \
          DequantizeLinear Det Div DynamicQuantizeLinear Einsum Elu Equal Erf Exp Expand EyeLike \
          Flatten Floor GRU Gather GatherElements GatherND Gelu Gemm GlobalAveragePool \
          GlobalLpPool GlobalMaxPool Greater GreaterOrEqual HardSigmoid HardSwish Identity \
          InstanceNormalization IsInf IsNaN LRN LSTM LayerNormalization LeakyRelu Less \
          LessOrEqual Log LpNormalization LpPool MatMul MatMulInteger Max MaxPool MaxUnpool Mean \
          MeanVarianceNormalization Min Mish Mod Mul Neg NonMaxSuppression NonZero Not OneHot Or \
          PRelu Pow QLinearConv QLinearMatMul QuantizeLinear RNN Range Reciprocal Relu Reshape \
          ReverseSequence Round ScatterElements ScatterND Selu Shape Shrink Sigmoid Sign Sin \
          Sinh Size Softplus Softsign SpaceToDepth Sqrt Sub Sum Tan Tanh ThresholdedRelu Tile \
          Transpose Trilu Unique Where Xor\
          """
              .split(" "));

  private static final Map<String, Map<Long, UpgradeRule>> RULES = rules();

  private UpgradeRules() {}

  /** Whether all changes of an operator are known. */
  static boolean isKnown(String opType) {
    return COMPATIBLE.contains(opType) || RULES.containsKey(opType);
  }

  /** The rule of an operator for the step to an operator set, if it changed there incompatibly. */
  static Optional<UpgradeRule> find(String opType, long version) {
    return Optional.ofNullable(RULES.getOrDefault(opType, Map.of()).get(version));
  }

  private static Map<String, Map<Long, UpgradeRule>> rules() {
    Map<String, Map<Long, UpgradeRule>> rules = new HashMap<>();
    for (String reduction :
        List.of("L1", "L2", "LogSum", "LogSumExp", "Max", "Mean", "Min", "Prod", "SumSquare")) {
      rules.put("Reduce" + reduction, Map.of(18L, intsToInputs("axes")));
    }
    rules.put("ReduceSum", Map.of(13L, intsToInputs("axes")));
    rules.put("Squeeze", Map.of(13L, intsToInputs("axes")));
    rules.put("Unsqueeze", Map.of(13L, intsToInputs("axes")));
    rules.put("Split", Map.of(13L, intsToInputs("split"), 18L, UpgradeRules::countOutputs));
    rules.put("Slice", Map.of(10L, intsToInputs("starts", "ends", "axes")));
    rules.put("TopK", Map.of(10L, UpgradeRules::topK));
    rules.put("Pad", Map.of(11L, UpgradeRules::pad));
    rules.put("Clip", Map.of(11L, UpgradeRules::clip));
    rules.put("Dropout", Map.of(10L, UpgradeRules::dropoutMask, 12L, UpgradeRules::dropout));
    rules.put(
        "BatchNormalization",
        Map.of(9L, UpgradeRules::spatial, 14L, UpgradeRules::batchNormalizationOutputs));
    rules.put("Softmax", Map.of(13L, UpgradeRules::coerced));
    rules.put("LogSoftmax", Map.of(13L, UpgradeRules::coerced));
    rules.put("Hardmax", Map.of(13L, UpgradeRules::coerced));
    rules.put("Scatter", Map.of(11L, (node, context) -> List.of(renamed(node, "ScatterElements"))));
    rules.put(
        "GroupNormalization",
        Map.of(21L, (node, context) -> context.refuse(node, "its scales belong to groups")));
    rules.put("Upsample", Map.of(9L, UpgradeRules::upsampleScales, 10L, UpgradeRules::upsample));
    rules.put("Resize", Map.of(11L, UpgradeRules::resize));
    return rules;
  }

  /** Attributes that became inputs, in this order after the first input. */
  private static UpgradeRule intsToInputs(String... attributes) {
    return (node, context) -> {
      Node rest = node;
      List<String> inputs = new ArrayList<>(node.inputs().subList(0, 1));
      for (String attribute : attributes) {
        Optional<long[]> values = node.intsAttribute(attribute);
        inputs.add(
            values
                .map(v -> Tensor.ofLongs(Shape.of(v.length), v))
                .map(t -> context.constant(node.name() + "_" + attribute, t))
                .orElse(""));
        rest = without(rest, attribute);
      }
      while (inputs.get(inputs.size() - 1).isEmpty()) {
        inputs.remove(inputs.size() - 1);
      }
      return List.of(rest.withInputs(inputs));
    };
  }

  /** A Split without sizes has to say into how many parts. */
  private static List<Node> countOutputs(Node node, UpgradeContext context) {
    return node.input(1).isPresent()
        ? List.of(node)
        : List.of(node.withAttribute("num_outputs", new Attribute.IntValue(node.outputs().size())));
  }

  private static List<Node> topK(Node node, UpgradeContext context) {
    Tensor k = Tensor.ofLongs(Shape.of(1), node.intAttribute("k", 1));
    return List.of(
        without(node, "k")
            .withInputs(List.of(node.inputs().get(0), context.constant(node.name() + "_k", k))));
  }

  private static List<Node> pad(Node node, UpgradeContext context) {
    float value = node.floatAttribute("value", 0);
    if (value != 0 && !context.isSinglePrecision()) {
      return context.refuse(node, "its padding value has no certain type");
    }
    long[] pads = node.intsAttribute("pads").orElse(new long[0]);
    List<String> inputs = new ArrayList<>(node.inputs());
    inputs.add(
        context.constant(node.name() + "_pads", Tensor.ofLongs(Shape.of(pads.length), pads)));
    if (value != 0) {
      inputs.add(context.constant(node.name() + "_value", Tensor.ofFloats(Shape.of(), value)));
    }
    return List.of(without(without(node, "pads"), "value").withInputs(inputs));
  }

  private static List<Node> clip(Node node, UpgradeContext context) {
    if (!context.isSinglePrecision()) {
      return context.refuse(node, "its limits have no certain type");
    }
    List<String> inputs = new ArrayList<>(node.inputs());
    for (String limit : List.of("min", "max")) {
      boolean given = node.attributes().containsKey(limit);
      Tensor value = Tensor.ofFloats(Shape.of(), node.floatAttribute(limit, 0));
      inputs.add(given ? context.constant(node.name() + "_" + limit, value) : "");
    }
    return List.of(without(without(node, "min"), "max").withInputs(inputs));
  }

  /** The mask had the type of the input and became one of truth values. */
  private static List<Node> dropoutMask(Node node, UpgradeContext context) {
    boolean masked = node.outputs().stream().skip(1).anyMatch(context::isUsed);
    return masked ? context.refuse(node, "its mask had another type") : List.of(node);
  }

  /** The ratio became an input that has no effect outside of training. */
  private static List<Node> dropout(Node node, UpgradeContext context) {
    return List.of(without(node, "ratio"));
  }

  private static List<Node> spatial(Node node, UpgradeContext context) {
    return node.intAttribute("spatial", 1) == 1
        ? List.of(without(node, "spatial"))
        : context.refuse(node, "it normalizes per position");
  }

  private static List<Node> batchNormalizationOutputs(Node node, UpgradeContext context) {
    boolean training = node.outputs().stream().skip(1).anyMatch(context::isUsed);
    return training
        ? context.refuse(node, "it is in training mode")
        : List.of(node.withOutputs(node.outputs().subList(0, 1)));
  }

  /**
   * Softmax and its kin took all axes from {@code axis} on together and became operators along one
   * axis: the axes are flattened around them.
   */
  private static List<Node> coerced(Node node, UpgradeContext context) {
    long axis = node.intAttribute("axis", 1);
    Node last = node.withAttribute("axis", new Attribute.IntValue(-1));
    if (axis == -1 || (axis == 1 && isMatrix(node.inputs().get(0), context))) {
      return List.of(last);
    }
    String input = node.inputs().get(0);
    String shape = context.value(input + "_shape");
    String matrix = context.value(input + "_matrix");
    String result = context.value(node.output() + "_matrix");
    String name = node.name();
    return List.of(
        new Node(
            context.node(name + "_Shape"), "", "Shape", List.of(input), List.of(shape), Map.of()),
        new Node(
            context.node(name + "_Flatten"),
            "",
            "Flatten",
            List.of(input),
            List.of(matrix),
            Map.of("axis", new Attribute.IntValue(axis))),
        last.withInputs(List.of(matrix)).withOutputs(List.of(result)),
        new Node(
            context.node(name + "_Reshape"),
            "",
            "Reshape",
            List.of(result, shape),
            node.outputs(),
            Map.of()));
  }

  /** Whether a value surely has two axes, by the operator that produces it. */
  private static boolean isMatrix(String value, UpgradeContext context) {
    return context
        .producer(value)
        .filter(
            n ->
                Set.of("Gemm", "Flatten").contains(n.opType())
                    || (n.opType().equals("Reshape")
                        && n.input(1)
                            .flatMap(context::find)
                            .filter(s -> s.shape().elements() == 2)
                            .isPresent()))
        .isPresent();
  }

  private static List<Node> upsampleScales(Node node, UpgradeContext context) {
    if (!(node.attributes().get("scales") instanceof Attribute.Floats scales)) {
      return context.refuse(node, "it has no scales");
    }
    float[] values = new float[scales.values().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = scales.values().get(i);
    }
    String constant =
        context.constant(node.name() + "_scales", Tensor.ofFloats(Shape.of(values.length), values));
    return List.of(without(node, "scales").withInputs(List.of(node.inputs().get(0), constant)));
  }

  private static List<Node> upsample(Node node, UpgradeContext context) {
    return List.of(renamed(node, "Resize"));
  }

  /**
   * Resize gained ways to find the position in the input; the old way has a name among them, except
   * that it rounded down when enlarging and up when shrinking.
   */
  private static List<Node> resize(Node node, UpgradeContext context) {
    Node resize =
        node.withInputs(List.of(node.inputs().get(0), "", node.inputs().get(1)))
            .withAttribute("coordinate_transformation_mode", new Attribute.Text("asymmetric"));
    if (!node.textAttribute("mode", "nearest").equals("nearest")) {
      return List.of(resize);
    }
    Optional<Tensor> scales = context.find(node.inputs().get(1));
    boolean enlarges = scales.isPresent();
    for (float scale : scales.map(Tensor::floats).orElse(new float[0])) {
      enlarges &= scale >= 1;
    }
    return enlarges
        ? List.of(resize.withAttribute("nearest_mode", new Attribute.Text("floor")))
        : context.refuse(node, "it may shrink, and its rounding is not known");
  }

  private static Node renamed(Node node, String opType) {
    return new Node(
        node.name(), node.domain(), opType, node.inputs(), node.outputs(), node.attributes());
  }

  private static Node without(Node node, String attribute) {
    Map<String, Attribute> rest = new LinkedHashMap<>(node.attributes());
    rest.remove(attribute);
    return new Node(node.name(), node.domain(), node.opType(), node.inputs(), node.outputs(), rest);
  }
}
