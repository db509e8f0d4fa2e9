package dev.pluto.engine.operator.base;

import dev.pluto.spi.graph.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The text of a TorchScript function for one node. ONNX input {@code i} is the parameter {@code
 * x<i>}; absent inputs are no parameters.
 *
 * @param text the text that {@link dev.pluto.spi.operator.ScriptedFunctions#compile} takes
 */
public record Script(String text) {
  /** A function of the node's inputs whose result is one expression. */
  public static Script of(Node node, String expression) {
    return of(node, expression, 1);
  }

  /** A function with several results, one expression each. */
  public static Script of(Node node, List<String> expressions) {
    return of(node, "(" + String.join(", ", expressions) + ",)", expressions.size());
  }

  /** A function whose one expression is a tuple of several results. */
  public static Script of(Node node, String expression, int results) {
    return new Script(header(node, results) + "  return " + expression + "\n");
  }

  /**
   * A function that computes values on the way.
   *
   * @param assignments TorchScript statements, one a line
   */
  public static Script of(Node node, List<String> assignments, String expression) {
    StringBuilder text = new StringBuilder(header(node, 1));
    assignments.forEach(line -> text.append("  ").append(line).append('\n'));
    return new Script(text.append("  return ").append(expression).append('\n').toString());
  }

  /**
   * A function with several results that computes values on the way.
   *
   * @param assignments TorchScript statements, one a line; the body of a loop is indented
   * @param expressions one per result, at least two
   */
  public static Script of(Node node, List<String> assignments, List<String> expressions) {
    StringBuilder text = new StringBuilder(header(node, expressions.size()));
    assignments.forEach(line -> text.append("  ").append(line).append('\n'));
    String results = String.join(", ", expressions);
    return new Script(text.append("  return (").append(results).append(",)\n").toString());
  }

  /** A list of integers. */
  public static String ints(long... values) {
    return Arrays.toString(values);
  }

  /** A constant vector of 64-bit integers on the device of the first input. */
  public static String vector(long... values) {
    // PyTorch's own number of the type.
    return "torch.tensor(%s, dtype=4, device=x0.device)".formatted(ints(values));
  }

  /** A constant vector of floats on the device of the first input. */
  public static String vector(float... values) {
    return "torch.tensor(%s, dtype=6, device=x0.device)".formatted(Arrays.toString(values));
  }

  /** A float, infinities included. */
  public static String number(double value) {
    if (Double.isInfinite(value)) {
      return value > 0 ? "float('inf')" : "float('-inf')";
    }
    return Double.toString(value);
  }

  /** A float with the digits that it has in the model. */
  public static String number(float value) {
    return Float.isInfinite(value) ? number((double) value) : Float.toString(value);
  }

  /** A truth value. */
  public static String bool(boolean value) {
    return value ? "True" : "False";
  }

  private static String header(Node node, int results) {
    List<String> parameters = new ArrayList<>(List.of("self"));
    for (int i = 0; i < node.inputs().size(); i++) {
      if (node.input(i).isPresent()) {
        parameters.add("x" + i + ": Tensor");
      }
    }
    String result =
        results == 1
            ? "Tensor"
            : "Tuple[" + String.join(", ", Collections.nCopies(results, "Tensor")) + "]";
    return "def forward(" + String.join(", ", parameters) + ") -> " + result + ":\n";
  }
}
