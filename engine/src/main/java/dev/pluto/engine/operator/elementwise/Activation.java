package dev.pluto.engine.operator.elementwise;

import static dev.pluto.engine.operator.base.Script.number;

import ai.djl.ndarray.NDList;
import dev.pluto.engine.operator.base.ChannelPaths;
import dev.pluto.engine.operator.base.Script;
import dev.pluto.engine.operator.base.ScriptedOperator;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.TensorType;
import dev.pluto.spi.operator.ChannelTracer;
import dev.pluto.spi.operator.ForwardContext;
import dev.pluto.spi.operator.InferenceContext;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** An operator with one input that maps each element to one of the same type. */
public final class Activation extends ScriptedOperator {
  private final Function<Node, String> expression;

  private Activation(String opType, Function<Node, String> expression) {
    super(opType);
    this.expression = expression;
  }

  private static Activation of(String opType, String expression) {
    return new Activation(opType, node -> expression);
  }

  /** Defines all of them. */
  public static Stream<Activation> all() {
    return Stream.of(
        of("Identity", "torch.alias(x0)"),
        of("Relu", "torch.relu(x0)"),
        of("Sigmoid", "torch.sigmoid(x0)"),
        of("Tanh", "torch.tanh(x0)"),
        of("HardSwish", "torch.hardswish(x0)"),
        of("Softplus", "torch.softplus(x0)"),
        of("Softsign", "torch.div(x0, torch.add(torch.abs(x0), 1))"),
        of("Mish", "torch.mish(x0)"),
        of("Erf", "torch.erf(x0)"),
        of("Exp", "torch.exp(x0)"),
        of("Log", "torch.log(x0)"),
        of("Sqrt", "torch.sqrt(x0)"),
        of("Neg", "torch.neg(x0)"),
        of("Abs", "torch.abs(x0)"),
        of("Reciprocal", "torch.reciprocal(x0)"),
        of("Sin", "torch.sin(x0)"),
        of("Cos", "torch.cos(x0)"),
        of("Floor", "torch.floor(x0)"),
        of("Ceil", "torch.ceil(x0)"),
        of("Round", "torch.round(x0)"),
        of("Sign", "torch.sign(x0)"),
        of("Tan", "torch.tan(x0)"),
        of("Asin", "torch.asin(x0)"),
        of("Acos", "torch.acos(x0)"),
        of("Atan", "torch.atan(x0)"),
        of("Sinh", "torch.sinh(x0)"),
        of("Cosh", "torch.cosh(x0)"),
        of("Asinh", "torch.asinh(x0)"),
        of("Acosh", "torch.acosh(x0)"),
        of("Atanh", "torch.atanh(x0)"),
        new Activation("LeakyRelu", Activation::leakyRelu),
        new Activation("HardSigmoid", Activation::hardSigmoid),
        new Activation("Elu", Activation::elu),
        new Activation("Selu", Activation::selu),
        new Activation("Celu", Activation::celu),
        new Activation("ThresholdedRelu", Activation::thresholdedRelu),
        new Activation("Shrink", Activation::shrink),
        new Activation("Gelu", Activation::gelu));
  }

  @Override
  public List<TensorType> infer(Node node, InferenceContext context) {
    return List.of(context.input(0));
  }

  @Override
  public void trace(Node node, ChannelTracer tracer) {
    ChannelPaths.passAll(tracer, node.inputs().get(0), node.output());
  }

  @Override
  protected Script script(Node node, NDList inputs, ForwardContext context) {
    return Script.of(node, expression.apply(node));
  }

  private static String leakyRelu(Node node) {
    return "torch.leaky_relu(x0, %s)".formatted(number(node.floatAttribute("alpha", 0.01f)));
  }

  private static String hardSigmoid(Node node) {
    return "torch.clamp(torch.add(torch.mul(x0, %s), %s), 0.0, 1.0)"
        .formatted(
            number(node.floatAttribute("alpha", 0.2f)), number(node.floatAttribute("beta", 0.5f)));
  }

  private static String elu(Node node) {
    return "torch.elu(x0, %s)".formatted(number(node.floatAttribute("alpha", 1)));
  }

  private static String selu(Node node) {
    return "torch.elu(x0, %s, %s)"
        .formatted(
            number(node.floatAttribute("alpha", 1.6732632f)),
            number(node.floatAttribute("gamma", 1.050701f)));
  }

  private static String celu(Node node) {
    return "torch.celu(x0, %s)".formatted(number(node.floatAttribute("alpha", 1)));
  }

  private static String thresholdedRelu(Node node) {
    return "torch.threshold(x0, %s, 0)".formatted(number(node.floatAttribute("alpha", 1)));
  }

  private static String shrink(Node node) {
    float lambda = node.floatAttribute("lambd", 0.5f);
    String bias = number(node.floatAttribute("bias", 0));
    return ("torch.where(torch.lt(x0, %s), torch.add(x0, %s), "
            + "torch.where(torch.gt(x0, %s), torch.sub(x0, %s), torch.zeros_like(x0)))")
        .formatted(number(-lambda), bias, number(lambda), bias);
  }

  private static String gelu(Node node) {
    return "torch.gelu(x0, approximate=\"%s\")"
        .formatted(node.textAttribute("approximate", "none"));
  }
}
