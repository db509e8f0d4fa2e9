package dev.pluto.engine.analysis;

import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.Dimension;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.ValueInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The concrete input shapes that every cost of a model refers to. */
public final class ReferenceShapes {
  private ReferenceShapes() {}

  /**
   * Concrete shapes of all inputs: as given, else as declared with an open batch taken as 1.
   *
   * @param given shapes by input name
   * @throws ProblemException (USAGE) naming every input whose shape stays open or is contradicted
   */
  public static Map<String, Shape> of(Graph graph, Map<String, List<Long>> given) {
    List<Problem> problems = new ArrayList<>();
    Map<String, Shape> shapes = new LinkedHashMap<>();
    for (String name : given.keySet()) {
      if (graph.inputs().stream().noneMatch(i -> i.name().equals(name))) {
        problems.add(
            new Problem(
                "input shape '" + name + "'",
                "the model has no such input",
                graph.inputs().stream().map(ValueInfo::name).collect(Collectors.joining(", "))));
      }
    }
    for (ValueInfo input : graph.inputs()) {
      List<Long> wish = given.get(input.name());
      if (wish != null) {
        contradiction(input, wish, problems);
        if (wish.stream().allMatch(s -> s >= 0)) {
          shapes.put(input.name(), Shape.of(wish));
        }
      } else {
        declared(input, shapes, problems);
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(ProblemException.Kind.USAGE, problems);
    }
    return shapes;
  }

  private static void declared(ValueInfo input, Map<String, Shape> shapes, List<Problem> problems) {
    List<Long> sizes = new ArrayList<>();
    if (input.dimensions().isPresent()) {
      List<Dimension> dimensions = input.dimensions().get();
      for (int axis = 0; axis < dimensions.size(); axis++) {
        if (dimensions.get(axis) instanceof Dimension.Fixed fixed) {
          sizes.add(fixed.size());
        } else if (axis == 0) {
          sizes.add(1L);
        }
      }
      if (sizes.size() == dimensions.size()) {
        shapes.put(input.name(), Shape.of(sizes));
        return;
      }
    }
    problems.add(
        new Problem(
            "input '" + input.name() + "'",
            "its shape is open: " + describe(input),
            "name one with --input-shape " + input.name() + "=1x..."));
  }

  private static void contradiction(ValueInfo input, List<Long> wish, List<Problem> problems) {
    boolean fits =
        wish.stream().allMatch(s -> s > 0)
            && (input.dimensions().isEmpty() || input.dimensions().get().size() == wish.size());
    for (int axis = 0; fits && input.dimensions().isPresent() && axis < wish.size(); axis++) {
      fits =
          !(input.dimensions().get().get(axis) instanceof Dimension.Fixed fixed)
              || fixed.size() == wish.get(axis);
    }
    if (!fits) {
      problems.add(
          new Problem(
              "input shape '" + input.name() + "'",
              wish + " does not fit the declared shape",
              describe(input)));
    }
  }

  private static String describe(ValueInfo input) {
    return input
        .dimensions()
        .map(
            d ->
                d.stream()
                    .map(
                        size ->
                            size instanceof Dimension.Fixed f
                                ? Long.toString(f.size())
                                : ((Dimension.Symbol) size).name().isEmpty()
                                    ? "?"
                                    : ((Dimension.Symbol) size).name())
                    .collect(Collectors.joining("x", "[", "]")))
        .orElse("any rank");
  }
}
