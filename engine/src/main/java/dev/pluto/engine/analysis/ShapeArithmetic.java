package dev.pluto.engine.analysis;

import dev.pluto.spi.graph.Dimension;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.ValueInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Replaces sizes that a graph computes from shapes by constants, where they are the same for every
 * batch. Exporters leave such arithmetic in graphs with a free batch; it hides how channels pass
 * and reads the shapes of values whose channels could otherwise shrink.
 *
 * <p>Only graphs whose inputs are fixed behind the batch axis are changed: there the batch is all
 * that sizes can depend on, so that two batch sizes tell which do.
 */
final class ShapeArithmetic {
  private final Graph graph;
  private final Types one;
  private final Types two;
  private final Graph.Builder builder;
  private final Set<String> names = new HashSet<>();

  private ShapeArithmetic(Graph graph, Types one, Types two) {
    this.graph = graph;
    this.one = one;
    this.two = two;
    builder = graph.toBuilder();
    names.addAll(one.types().keySet());
  }

  /** Whether all inputs have fixed sizes behind axis 0. */
  static boolean isSettled(Graph graph) {
    return graph.inputs().stream()
        .map(ValueInfo::dimensions)
        .allMatch(
            dimensions ->
                dimensions.isPresent()
                    && dimensions.get().stream()
                        .skip(1)
                        .allMatch(size -> size instanceof Dimension.Fixed));
  }

  /**
   * The graph with constants.
   *
   * @param one types at one batch size
   * @param two types at another one
   */
  static Graph settle(Graph graph, Types one, Types two) {
    return new ShapeArithmetic(graph, one, two).settled();
  }

  private Graph settled() {
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      if (isConstant(node)) {
        node.outputs().stream()
            .filter(output -> !output.isEmpty())
            .forEach(output -> builder.initializer(output, one.constant(output).orElseThrow()));
      } else {
        nodes.add(
            switch (node.domain().isEmpty() ? node.opType() : "") {
              case "Reshape" -> withTarget(node, this::reshapeEntry, true);
              case "Expand" -> withTarget(node, this::expandEntry, false);
              default -> node;
            });
      }
    }
    return DeadCode.remove(builder.nodes(nodes).build());
  }

  /** Whether the node computes a few numbers that do not depend on the batch. */
  private boolean isConstant(Node node) {
    return node.outputs().stream()
        .filter(output -> !output.isEmpty())
        .allMatch(
            output ->
                !graph.isOutput(output)
                    && one.constant(output).isPresent()
                    && one.constant(output).equals(two.constant(output)));
  }

  private interface Entry {
    /** What stands for a size that depends on the batch; empty if nothing does. */
    Optional<Long> of(Node node, int entry, int entries, long atOne, long atTwo);
  }

  /** A computed target shape as a constant. */
  private Node withTarget(Node node, Entry varying, boolean opens) {
    String target = node.input(1).orElse("");
    Optional<long[]> first = one.constant(target).map(Tensor::longs);
    Optional<long[]> second = two.constant(target).map(Tensor::longs);
    if (graph.initializer(target).isPresent()
        || first.isEmpty()
        || second.isEmpty()
        || first.get().length != second.get().length) {
      return node;
    }
    long[] sizes = first.get().clone();
    boolean open = Arrays.stream(sizes).anyMatch(size -> size == -1);
    for (int i = 0; i < sizes.length; i++) {
      if (sizes[i] == second.get()[i]) {
        continue;
      }
      Optional<Long> standIn = varying.of(node, i, sizes.length, sizes[i], second.get()[i]);
      if (standIn.isPresent()) {
        sizes[i] = standIn.get();
      } else if (opens && !open) {
        sizes[i] = -1;
        open = true;
      } else {
        return node;
      }
    }
    return withTarget(node, sizes);
  }

  /** 0 copies the size of the input. */
  private Optional<Long> reshapeEntry(Node node, int entry, int entries, long atOne, long atTwo) {
    String input = node.inputs().get(0);
    boolean copies =
        node.intAttribute("allowzero", 0) == 0
            && entry < one.of(input).shape().rank()
            && one.of(input).shape().size(entry) == atOne
            && two.of(input).shape().size(entry) == atTwo;
    return copies ? Optional.of(0L) : Optional.empty();
  }

  /** 1 leaves the size of the input. */
  private Optional<Long> expandEntry(Node node, int entry, int entries, long atOne, long atTwo) {
    String input = node.inputs().get(0);
    int axis = entry - (entries - one.of(input).shape().rank());
    boolean leaves =
        axis >= 0
            && one.of(input).shape().size(axis) == atOne
            && two.of(input).shape().size(axis) == atTwo;
    return leaves ? Optional.of(1L) : Optional.empty();
  }

  private Node withTarget(Node node, long[] sizes) {
    String name = node.name() + "_target";
    while (!names.add(name)) {
      name += "_";
    }
    builder.initializer(name, Tensor.ofLongs(Shape.of(sizes.length), sizes));
    List<String> inputs = new ArrayList<>(node.inputs());
    inputs.set(1, name);
    return node.withInputs(inputs);
  }
}
