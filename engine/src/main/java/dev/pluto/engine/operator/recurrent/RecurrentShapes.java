package dev.pluto.engine.operator.recurrent;

import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.TensorType;
import dev.pluto.spi.operator.InferenceContext;
import java.util.List;

/**
 * Checks the shapes around a recurrent node, with T steps, batch N, input size I, hidden size H, D
 * directions and G gates.
 */
final class RecurrentShapes {
  private final Recurrence recurrence;
  private final InferenceContext context;
  private final long steps;
  private final long batch;
  private final long inputSize;
  private final long hiddenSize;

  /**
   * Reads the sizes off X [T, N, I] and R [D, G·H, H].
   *
   * @throws IllegalArgumentException if those have other ranks
   */
  RecurrentShapes(Recurrence recurrence, InferenceContext context) {
    this.recurrence = recurrence;
    this.context = context;
    Shape x = rank3("X", Recurrence.X);
    steps = x.size(recurrence.timeAxis());
    batch = x.size(recurrence.batchAxis());
    inputSize = x.size(2);
    hiddenSize = rank3("R", Recurrence.R).size(2);
  }

  private Shape rank3(String name, int input) {
    Shape shape = context.input(input).shape();
    if (shape.rank() != 3) {
      throw new IllegalArgumentException("%s %s has not 3 axes".formatted(name, shape));
    }
    return shape;
  }

  /**
   * Types of Y [T, D, N, H], Y_h [D, N, H] and, of an LSTM, Y_c [D, N, H].
   *
   * @throws IllegalArgumentException if an input has another shape
   */
  List<TensorType> outputs() {
    Cell cell = recurrence.cell();
    long directions = recurrence.directions();
    long gates = cell.gates() * hiddenSize;
    Shape state = state();
    if (steps < 1) {
      throw new IllegalArgumentException("a sequence without steps");
    }
    require("W", Recurrence.W, Shape.of(directions, gates, inputSize));
    require("R", Recurrence.R, Shape.of(directions, gates, hiddenSize));
    require("B", Recurrence.B, Shape.of(directions, 2 * gates));
    require("sequence_lens", Recurrence.SEQUENCE_LENS, Shape.of(batch));
    require("initial_h", Recurrence.INITIAL_H, state);
    TensorType x = context.input(Recurrence.X);
    TensorType states = new TensorType(x.dataType(), state);
    TensorType sequence =
        new TensorType(
            x.dataType(),
            recurrence.batchFirst()
                ? Shape.of(batch, steps, directions, hiddenSize)
                : Shape.of(steps, directions, batch, hiddenSize));
    if (!cell.hasCellState()) {
      return List.of(sequence, states);
    }
    require("initial_c", Recurrence.INITIAL_C, state);
    require("P", Recurrence.P, Shape.of(directions, 3 * hiddenSize));
    return List.of(sequence, states, states);
  }

  private Shape state() {
    long directions = recurrence.directions();
    return recurrence.batchFirst()
        ? Shape.of(batch, directions, hiddenSize)
        : Shape.of(directions, batch, hiddenSize);
  }

  private void require(String name, int input, Shape expected) {
    if (context.has(input) && !context.input(input).shape().equals(expected)) {
      throw new IllegalArgumentException(
          "%s %s where %s is needed".formatted(name, context.input(input).shape(), expected));
    }
  }
}
