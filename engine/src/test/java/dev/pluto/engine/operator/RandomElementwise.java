package dev.pluto.engine.operator;

import dev.pluto.spi.graph.Attribute;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Shape;
import java.util.List;

/** Random activations, arithmetic and predicates. */
final class RandomElementwise extends RandomNode {
  private RandomElementwise(long seed) {
    super(seed);
  }

  static Case activation(long seed) {
    return new RandomElementwise(seed).activationCase();
  }

  static Case arithmetic(long seed) {
    return new RandomElementwise(seed).arithmeticCase();
  }

  static Case predicate(long seed) {
    return new RandomElementwise(seed).predicateCase();
  }

  static Case choice(long seed) {
    return new RandomElementwise(seed).choiceCase();
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
            "Round",
            "Tan",
            "Asin",
            "Acos",
            "Atan",
            "Sinh",
            "Cosh",
            "Asinh",
            "Acosh",
            "Atanh",
            "Shrink",
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
    Shape shape = Shape.of(sizes(1 + random.nextInt(4), 1, 4));
    switch (type) {
      case "Log", "Sqrt", "Reciprocal" -> feed("x", shape, 0.1, 4);
      case "Asin", "Acos", "Atanh", "Tan" -> feed("x", shape, -0.9, 0.9);
      case "Acosh" -> feed("x", shape, 1.1, 4);
      default -> feed("x", shape, -4, 4);
    }
    switch (type) {
      case "Shrink" -> {
        maybe("lambd", 0.1, 2);
        maybe("bias", -1, 1);
      }
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
          absent();
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

  private Case predicateCase() {
    String type =
        any("Equal", "Less", "LessOrEqual", "Greater", "GreaterOrEqual", "And", "Or", "Xor", "Not");
    Shape shape = Shape.of(sizes(1 + random.nextInt(4), 1, 4));
    resultType = DataType.BOOL;
    switch (type) {
      case "And", "Or", "Xor" -> {
        truths("a", shape);
        truths("b", stretching(shape));
      }
      case "Not" -> truths("a", shape);
      default -> {
        feedSteps("a", shape);
        feedSteps("b", stretching(shape));
      }
    }
    return build(type);
  }

  private Case choiceCase() {
    Shape shape = Shape.of(sizes(1 + random.nextInt(4), 1, 4));
    if (random.nextBoolean()) {
      truths("condition", stretching(shape));
      feed("a", shape, -1, 1);
      constant("b", stretching(shape), -1, 1);
      return build("Where");
    }
    attributes.put("fmod", new Attribute.IntValue(1));
    feed("a", shape, -3, 3);
    constant("b", stretching(shape), 0.5, 2);
    return build("Mod");
  }
}
