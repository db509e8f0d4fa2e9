package dev.pluto.engine.analysis;

import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.TensorType;
import dev.pluto.spi.operator.OperatorKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The nodes that have no differentiable form: their operator is not defined, its definition refuses
 * them, or they read something whose shape is not the same for all data.
 *
 * @param reasons why, by name of the node, in execution order
 * @param types of all values that are tensors
 */
public record UntrainableNodes(Map<String, String> reasons, Types types) {
  /** Makes the map unmodifiable. */
  public UntrainableNodes {
    reasons = Collections.unmodifiableMap(new LinkedHashMap<>(reasons));
  }

  /**
   * Looks at all nodes.
   *
   * @param inputs shape of every graph input
   * @param facts asked for what nodes give that have no definition
   * @throws ProblemException of kind MODEL if a value is larger than any that a network has, or the
   *     facts cannot be found out
   */
  public static UntrainableNodes of(
      Graph graph, Map<String, Shape> inputs, Operators operators, RuntimeFacts facts) {
    InferenceRun run = new InferenceRun(graph, inputs, operators);
    if (!run.tooLargeInputs().isEmpty()) {
      throw new ProblemException(ProblemException.Kind.MODEL, run.tooLargeInputs());
    }
    Map<String, String> reasons = new LinkedHashMap<>();
    Set<String> dependOnData = new HashSet<>();
    List<Problem> problems = new ArrayList<>();
    for (Node node : graph.nodes()) {
      Optional<Problem> reason = reason(node, run, operators, dependOnData);
      if (reason.isPresent()) {
        reasons.put(node.name(), reason.get().what());
        problems.add(reason.get());
        for (String output : node.outputs()) {
          Optional<RuntimeFacts.Typed> typed = asked(facts, output, problems);
          if (typed.isPresent()) {
            add(run, node, output, typed.get().type());
            if (typed.get().dependsOnData()) {
              dependOnData.add(output);
            }
          }
        }
      }
    }
    return new UntrainableNodes(reasons, run.types());
  }

  /** What is known of a value; where nobody can run the model, the nodes that need that say why. */
  private static Optional<RuntimeFacts.Typed> asked(
      RuntimeFacts facts, String output, List<Problem> nodes) {
    try {
      return facts.of(output);
    } catch (ProblemException e) {
      List<Problem> all = new ArrayList<>(nodes);
      all.addAll(e.problems());
      throw new ProblemException(e.kind(), all);
    }
  }

  private static void add(InferenceRun run, Node node, String output, TensorType type) {
    try {
      run.add(output, type);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(
          ProblemException.Kind.MODEL,
          new Problem(Operators.place(node), String.valueOf(e.getMessage())));
    }
  }

  private static Optional<Problem> reason(
      Node node, InferenceRun run, Operators operators, Set<String> dependOnData) {
    if (operators.find(node).isEmpty()) {
      OperatorKey operator = new OperatorKey(node.domain(), node.opType());
      return Optional.of(
          new Problem(Operators.place(node), "operator %s has no definition".formatted(operator)));
    }
    return Stream.concat(node.inputs().stream(), node.captures().stream())
        .filter(input -> !input.isEmpty())
        .flatMap(
            input ->
                run.type(input).isEmpty()
                    ? Stream.of("'" + input + "' is no tensor of numbers")
                    : dependOnData.contains(input)
                        ? Stream.of("the shape of '" + input + "' depends on the data")
                        : Stream.empty())
        .findFirst()
        .map(what -> new Problem(Operators.place(node), what))
        .or(() -> run.infer(node).stream().findFirst());
  }
}
