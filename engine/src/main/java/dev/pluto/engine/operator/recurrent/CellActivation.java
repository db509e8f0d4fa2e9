package dev.pluto.engine.operator.recurrent;

import dev.pluto.engine.operator.base.Script;
import java.util.Locale;

/**
 * An activation inside a cell.
 *
 * @param alpha its first parameter, where it has one
 * @param beta its second parameter, where it has one
 */
record CellActivation(Function function, float alpha, float beta) {
  /**
   * The functions that ONNX names, with the parameters they have where none are given; runtimes do
   * not agree on those of Affine, ScaledTanh and ThresholdedRelu.
   */
  enum Function {
    AFFINE(2, Float.NaN, Float.NaN),
    RELU(0, 0, 0),
    LEAKYRELU(1, 0.01f, 0),
    THRESHOLDEDRELU(1, Float.NaN, 0),
    TANH(0, 0, 0),
    SCALEDTANH(2, Float.NaN, Float.NaN),
    SIGMOID(0, 0, 0),
    HARDSIGMOID(2, 0.2f, 0.5f),
    ELU(1, 1, 0),
    SOFTSIGN(0, 0, 0),
    SOFTPLUS(0, 0, 0);

    private final int parameters;
    private final float alpha;
    private final float beta;

    Function(int parameters, float alpha, float beta) {
      this.parameters = parameters;
      this.alpha = alpha;
      this.beta = beta;
    }

    /**
     * The function of a name; names are the same in capitals and small letters.
     *
     * @throws IllegalArgumentException if ONNX does not define it
     */
    static Function of(String name) {
      for (Function function : values()) {
        if (function.name().equals(name.toUpperCase(Locale.ROOT))) {
          return function;
        }
      }
      throw new IllegalArgumentException(
          "activation '"
              + name
              + "'; allowed: Affine, Relu, LeakyRelu, ThresholdedRelu, Tanh, ScaledTanh, Sigmoid,"
              + " HardSigmoid, Elu, Softsign, Softplus");
    }

    boolean takesAlpha() {
      return parameters > 0;
    }

    boolean takesBeta() {
      return parameters > 1;
    }

    float defaultAlpha() {
      return given(alpha, "activation_alpha");
    }

    float defaultBeta() {
      return given(beta, "activation_beta");
    }

    private float given(float value, String attribute) {
      if (Float.isNaN(value)) {
        throw new IllegalArgumentException(
            "activation %s has no parameter in %s".formatted(name(), attribute));
      }
      return value;
    }
  }

  /** Its value at a TorchScript expression. */
  String at(String x) {
    String a = Script.number(alpha);
    String b = Script.number(beta);
    return switch (function) {
      case AFFINE -> "torch.add(torch.mul(%s, %s), %s)".formatted(x, a, b);
      case RELU -> "torch.relu(%s)".formatted(x);
      case LEAKYRELU -> "torch.leaky_relu(%s, %s)".formatted(x, a);
      case THRESHOLDEDRELU -> "torch.threshold(%s, %s, 0.)".formatted(x, a);
      case TANH -> "torch.tanh(%s)".formatted(x);
      case SCALEDTANH -> "torch.mul(torch.tanh(torch.mul(%s, %s)), %s)".formatted(x, b, a);
      case SIGMOID -> "torch.sigmoid(%s)".formatted(x);
      case HARDSIGMOID ->
          "torch.clamp(torch.add(torch.mul(%s, %s), %s), 0., 1.)".formatted(x, a, b);
      case ELU -> "torch.elu(%s, %s)".formatted(x, a);
      case SOFTSIGN -> "torch.div(%s, torch.add(torch.abs(%s), 1.))".formatted(x, x);
      case SOFTPLUS -> "torch.softplus(%s)".formatted(x);
    };
  }
}
