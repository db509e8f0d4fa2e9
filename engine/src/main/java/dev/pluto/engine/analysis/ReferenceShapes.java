package dev.pluto.engine.analysis;

import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.Dimension;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.ValueInfo;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The input shapes that all costs refer to.
 *
 * @param shapes shape of every graph input
 * @param guesses for every size that neither the file nor the user gives, a sentence that says what
 *     was taken; the batch size 1 is no guess
 */
public record ReferenceShapes(Map<String, Shape> shapes, List<String> guesses) {
  /** Taken for dynamic image sides and sequence lengths: a size that is aligned on every chip. */
  private static final long GUESSED_SIZE = 128;

  private static final String ALLOWED = "sizes such as 1x3x224x224";

  /** Makes the collections unmodifiable. */
  public ReferenceShapes {
    shapes = Collections.unmodifiableMap(new LinkedHashMap<>(shapes));
    guesses = List.copyOf(guesses);
  }

  /** As {@link #resolve}, without the guesses. */
  public static Map<String, Shape> of(Graph graph, Map<String, List<Long>> given) {
    return resolve(graph, given).shapes();
  }

  /**
   * Finds the shapes. The batch, a dynamic first axis, is 1 unless given. A name that the file
   * gives to several sizes stands for one size.
   *
   * @param given sizes by input name, for any of the inputs
   * @throws ProblemException of kind USAGE if a given shape does not fit the model, or if the rank
   *     or the channels of an input are neither in the file nor given
   */
  public static ReferenceShapes resolve(Graph graph, Map<String, List<Long>> given) {
    Resolver resolver = new Resolver(given);
    resolver.checkNames(graph);
    graph.inputs().forEach(resolver::bind);
    Map<String, Shape> shapes = new LinkedHashMap<>();
    for (ValueInfo input : graph.inputs()) {
      shapes.put(input.name(), resolver.shape(input));
    }
    if (!resolver.problems.isEmpty()) {
      throw new ProblemException(ProblemException.Kind.USAGE, resolver.problems);
    }
    return new ReferenceShapes(shapes, resolver.guesses);
  }

  private static final class Resolver {
    private final Map<String, List<Long>> given;
    private final Map<String, Long> symbols = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private final List<String> guesses = new ArrayList<>();

    Resolver(Map<String, List<Long>> given) {
      this.given = given;
    }

    void checkNames(Graph graph) {
      List<String> inputs = graph.inputs().stream().map(ValueInfo::name).toList();
      for (String name : given.keySet()) {
        if (!inputs.contains(name)) {
          problem(name, "the model has no such input", String.join(", ", inputs));
        }
      }
    }

    /** Checks what is given for an input against the file, and notes the named sizes. */
    void bind(ValueInfo input) {
      List<Long> sizes = given.get(input.name());
      if (sizes == null) {
        return;
      }
      if (sizes.stream().anyMatch(size -> size < 1)) {
        problem(input.name(), "sizes " + sizes + " are not all positive", ALLOWED);
      }
      List<Dimension> declared = input.dimensions().orElse(List.of());
      if (input.dimensions().isPresent() && declared.size() != sizes.size()) {
        problem(
            input.name(),
            "%d sizes for an input with %d axes".formatted(sizes.size(), declared.size()),
            describe(declared));
        return;
      }
      for (int axis = 0; axis < declared.size(); axis++) {
        long size = sizes.get(axis);
        if (declared.get(axis) instanceof Dimension.Fixed fixed && fixed.size() != size) {
          problem(input.name(), "axis " + axis + " cannot be " + size, describe(declared));
        } else if (declared.get(axis) instanceof Dimension.Symbol symbol
            && !symbol.name().isEmpty()) {
          Long other = symbols.putIfAbsent(symbol.name(), size);
          if (other != null && other != size) {
            problem(
                input.name(),
                "size '%s' is %d, but %d elsewhere".formatted(symbol.name(), size, other),
                "one size for '" + symbol.name() + "'");
          }
        }
      }
    }

    Shape shape(ValueInfo input) {
      List<Long> sizes = given.get(input.name());
      if (sizes != null) {
        return Shape.of(sizes.stream().map(size -> Math.max(0, size)).toList());
      }
      if (input.dimensions().isEmpty()) {
        problem(input.name(), "the file does not say its shape; give one", ALLOWED);
        return Shape.of();
      }
      List<Dimension> declared = input.dimensions().get();
      long[] shape = new long[declared.size()];
      for (int axis = 0; axis < shape.length; axis++) {
        shape[axis] = size(input.name(), declared, axis);
      }
      return Shape.of(shape);
    }

    private long size(String input, List<Dimension> declared, int axis) {
      Dimension dimension = declared.get(axis);
      if (dimension instanceof Dimension.Fixed fixed) {
        return fixed.size();
      }
      String name = ((Dimension.Symbol) dimension).name();
      Long bound = symbols.get(name);
      if (bound != null) {
        return bound;
      }
      boolean channels = axis == 1 && declared.size() > 3;
      if (channels) {
        problem(
            input,
            "the file does not say how many channels " + describe(declared) + " has",
            ALLOWED);
        return 0;
      }
      long size = axis == 0 ? 1 : GUESSED_SIZE;
      if (axis > 0) {
        guesses.add(
            "input '%s': took %d for axis %d of %s"
                .formatted(input, size, axis, describe(declared)));
      }
      if (!name.isEmpty()) {
        symbols.put(name, size);
      }
      return size;
    }

    private void problem(String input, String what, String allowed) {
      problems.add(new Problem("input '" + input + "'", what, allowed));
    }

    private static String describe(List<Dimension> declared) {
      List<String> sizes = new ArrayList<>();
      for (Dimension dimension : declared) {
        if (dimension instanceof Dimension.Fixed fixed) {
          sizes.add(Long.toString(fixed.size()));
        } else if (dimension instanceof Dimension.Symbol symbol) {
          sizes.add(symbol.name().isEmpty() ? "?" : symbol.name());
        }
      }
      return String.join("x", sizes);
    }
  }
}
