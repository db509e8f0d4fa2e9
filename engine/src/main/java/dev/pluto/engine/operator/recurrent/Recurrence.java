package dev.pluto.engine.operator.recurrent;

import dev.pluto.spi.graph.Attribute;
import dev.pluto.spi.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the attributes of a recurrent node say.
 *
 * @param reversed for every direction whether it runs from the last step to the first
 * @param activations for every direction those of its cell
 * @param clip bound of what activations are applied to, if there is one
 * @param linearBeforeReset whether a GRU's reset gate acts behind the product with R
 * @param coupledForget whether an LSTM's forget gate is 1 − the input gate
 * @param batchFirst whether the batch is the first axis of sequences and states
 */
record Recurrence(
    Cell cell,
    List<Boolean> reversed,
    List<List<CellActivation>> activations,
    Optional<Float> clip,
    boolean linearBeforeReset,
    boolean coupledForget,
    boolean batchFirst) {
  static final int X = 0;
  static final int W = 1;
  static final int R = 2;
  static final int B = 3;
  static final int SEQUENCE_LENS = 4;
  static final int INITIAL_H = 5;
  static final int INITIAL_C = 6;
  static final int P = 7;

  /**
   * Reads a node.
   *
   * @throws IllegalArgumentException if an attribute has a value that the operator does not allow
   */
  static Recurrence of(Node node) {
    Cell cell = Cell.of(node);
    List<Boolean> reversed =
        switch (node.textAttribute("direction", "forward")) {
          case "forward" -> List.of(false);
          case "reverse" -> List.of(true);
          case "bidirectional" -> List.of(false, true);
          default ->
              throw new IllegalArgumentException(
                  "direction '%s'; allowed: forward, reverse, bidirectional"
                      .formatted(node.textAttribute("direction", "")));
        };
    return new Recurrence(
        cell,
        reversed,
        activations(node, cell, reversed.size()),
        node.attributes().get("clip") instanceof Attribute.FloatValue given && given.value() > 0
            ? Optional.of(given.value())
            : Optional.empty(),
        node.intAttribute("linear_before_reset", 0) != 0,
        node.intAttribute("input_forget", 0) != 0,
        node.intAttribute("layout", 0) != 0);
  }

  private static List<List<CellActivation>> activations(Node node, Cell cell, int directions) {
    List<String> names = new ArrayList<>();
    if (node.attributes().get("activations") instanceof Attribute.Texts given
        && !given.values().isEmpty()) {
      names.addAll(given.values());
    } else {
      for (int d = 0; d < directions; d++) {
        names.addAll(cell.activations());
      }
    }
    int perDirection = cell.activations().size();
    if (names.size() != perDirection * directions) {
      throw new IllegalArgumentException(
          "%d activations for %d directions with %d each"
              .formatted(names.size(), directions, perDirection));
    }
    List<Float> alphas = floats(node, "activation_alpha");
    List<Float> betas = floats(node, "activation_beta");
    int alpha = 0;
    int beta = 0;
    List<List<CellActivation>> activations = new ArrayList<>();
    for (int d = 0; d < directions; d++) {
      List<CellActivation> cells = new ArrayList<>();
      for (String name : names.subList(d * perDirection, (d + 1) * perDirection)) {
        CellActivation.Function function = CellActivation.Function.of(name);
        // The lists hold parameters of those functions alone that have any.
        float a =
            function.takesAlpha() && alpha < alphas.size()
                ? alphas.get(alpha++)
                : function.defaultAlpha();
        float b =
            function.takesBeta() && beta < betas.size()
                ? betas.get(beta++)
                : function.defaultBeta();
        cells.add(new CellActivation(function, a, b));
      }
      activations.add(List.copyOf(cells));
    }
    return List.copyOf(activations);
  }

  private static List<Float> floats(Node node, String attribute) {
    return node.attributes().get(attribute) instanceof Attribute.Floats floats
        ? floats.values()
        : List.of();
  }

  int directions() {
    return reversed.size();
  }

  /** Axis of the steps in a sequence. */
  int timeAxis() {
    return batchFirst ? 1 : 0;
  }

  /** Axis of the batch in the input. */
  int batchAxis() {
    return batchFirst ? 0 : 1;
  }
}
