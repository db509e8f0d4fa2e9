package dev.pluto.engine.analysis;

import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.ValueInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Finds the types of all values for concrete input shapes. Small values that are computed from
 * constants and shapes are computed on the way, so that shapes which depend on them resolve.
 */
public final class ShapeInference {
  private final Operators operators;

  /** Infers with these operators. */
  public ShapeInference(Operators operators) {
    this.operators = operators;
  }

  /**
   * Types of all values and initializers.
   *
   * @param inputs shape of every graph input
   * @throws IllegalArgumentException if an input has no shape
   * @throws ProblemException of kind MODEL with every node that has an unknown operator or does not
   *     fit its inputs; nodes behind such a node are not looked at
   */
  public Types infer(Graph graph, Map<String, Shape> inputs) {
    InferenceRun run = new InferenceRun(graph, inputs, operators);
    List<Problem> problems = new ArrayList<>(run.tooLargeInputs());
    for (Node node : graph.nodes()) {
      if (operators.find(node).isEmpty()) {
        problems.add(Operators.unsupported(node));
      } else if (run.knowsInputsOf(node)) {
        problems.addAll(run.infer(node));
      }
    }
    for (ValueInfo output : graph.outputs()) {
      if (problems.isEmpty() && run.type(output.name()).isEmpty()) {
        problems.add(new Problem("output '" + output.name() + "'", "nothing produces it"));
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(ProblemException.Kind.MODEL, problems);
    }
    return run.types();
  }
}
