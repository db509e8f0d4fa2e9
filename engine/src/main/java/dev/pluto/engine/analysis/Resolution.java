package dev.pluto.engine.analysis;

import dev.pluto.spi.graph.Choice;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Quantization;
import dev.pluto.spi.graph.ValueInfo;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A graph in which every choice took one of its branches. The value of a choice keeps its name:
 * what computes the branch gives it to its result. Only where a branch is a value that others read
 * too, that value takes the place of the choice's.
 *
 * @param graph without choices, and without what only other branches needed
 * @param choices names of the choices whose value is needed
 * @param names names in the resolved graph, of values that are called differently there
 */
public record Resolution(Graph graph, Set<String> choices, Map<String, String> names) {
  /** Copies the collections. */
  public Resolution {
    choices = Set.copyOf(choices);
    names = Map.copyOf(names);
  }

  /**
   * Resolves the choices of a graph.
   *
   * @param branches branch by name of the choice; the first one where none is given
   * @throws IllegalArgumentException if there is no such choice or branch, or if a graph output
   *     would have to be another value
   */
  public static Resolution of(Graph graph, Map<String, Integer> branches) {
    Set<String> known = new HashSet<>();
    graph.nodes().stream().filter(Choice::is).forEach(n -> known.add(n.name()));
    if (!known.containsAll(branches.keySet())) {
      throw new IllegalArgumentException(
          "the graph has choices %s, not %s".formatted(known, branches.keySet()));
    }
    return known.isEmpty()
        ? new Resolution(graph, Set.of(), Map.of())
        : new Run(graph, branches).result();
  }

  /** The name of a tensor in the resolved graph; empty if that does not have it. */
  public Optional<String> standsFor(String tensor) {
    String name = follow(tensor, names);
    boolean present =
        graph.producer(name).isPresent()
            || graph.initializer(name).isPresent()
            || graph.inputs().stream().anyMatch(i -> i.name().equals(name));
    return present ? Optional.of(name) : Optional.empty();
  }

  private static String follow(String value, Map<String, String> names) {
    String name = value;
    for (String next = names.get(name); next != null; next = names.get(name)) {
      name = next;
    }
    return name;
  }

  /** One pass against the execution order. */
  private static final class Run {
    private final Graph graph;
    private final Map<String, Integer> branches;
    private final Set<String> needed = new HashSet<>();
    private final Set<String> choices = new HashSet<>();
    private final Map<String, String> names = new HashMap<>();
    private final List<Node> live = new ArrayList<>();

    Run(Graph graph, Map<String, Integer> branches) {
      this.graph = graph;
      this.branches = branches;
      graph.outputs().stream().map(ValueInfo::name).forEach(needed::add);
      for (int i = graph.nodes().size() - 1; i >= 0; i--) {
        Node node = graph.nodes().get(i);
        if (node.outputs().stream().anyMatch(needed::contains)) {
          if (Choice.is(node)) {
            choose(node);
          } else {
            live.add(node);
            needed.addAll(node.inputs());
            needed.addAll(node.captures());
          }
        }
      }
      Collections.reverse(live);
    }

    private void choose(Node choice) {
      int branch = branches.getOrDefault(choice.name(), 0);
      String chosen =
          choice
              .input(branch)
              .orElseThrow(() -> new IllegalArgumentException(choice + " has no branch " + branch));
      choices.add(choice.name());
      needed.add(chosen);
      String name = follow(choice.output(), names);
      boolean alone =
          graph.producer(chosen).isPresent()
              && !graph.isOutput(chosen)
              && graph.consumers(chosen).size() == 1;
      if (alone) {
        names.put(chosen, name);
      } else if (graph.isOutput(name)) {
        throw new IllegalArgumentException(
            "output '%s' cannot be '%s', which others read".formatted(name, chosen));
      } else {
        names.put(name, chosen);
      }
    }

    Resolution result() {
      Graph.Builder builder =
          graph.toBuilder()
              .removeOpset(Choice.DOMAIN)
              .nodes(live.stream().map(this::renamed).toList());
      graph.initializers().keySet().stream()
          .filter(i -> !needed.contains(i))
          .forEach(builder::removeInitializer);
      Map<String, Quantization> quantizations = new LinkedHashMap<>();
      graph.inputs().stream().map(ValueInfo::name).forEach(needed::add);
      graph
          .quantizations()
          .forEach(
              (tensor, quantization) -> {
                if (needed.contains(tensor)) {
                  quantizations.put(follow(tensor, names), quantization);
                }
              });
      return new Resolution(builder.quantizations(quantizations).build(), choices, names);
    }

    private Node renamed(Node node) {
      List<String> inputs = node.inputs().stream().map(v -> follow(v, names)).toList();
      List<String> outputs = node.outputs().stream().map(v -> follow(v, names)).toList();
      return inputs.equals(node.inputs()) && outputs.equals(node.outputs())
          ? node
          : node.withInputs(inputs).withOutputs(outputs);
    }
  }
}
