package dev.pluto.engine.operator.recurrent;

import dev.pluto.spi.graph.Node;
import java.util.List;

/** What is computed at every step: h' from x and h, or (h', c') from x, h and c. */
enum Cell {
  /** h' = f(W x + R h + b). */
  RNN(1),
  /** Gates z, r, h: h' = (1 − z) · h̃ + z · h (Cho et al., 2014). */
  GRU(3),
  /** Gates i, o, f, c: c' = f · c + i · c̃, h' = o · h(c') (Hochreiter and Schmidhuber, 1997). */
  LSTM(4);

  private final int gates;

  Cell(int gates) {
    this.gates = gates;
  }

  /** The cell of a node, whose operator is named like it. */
  static Cell of(Node node) {
    return valueOf(node.opType());
  }

  /** Blocks of hidden units in W and R. */
  int gates() {
    return gates;
  }

  /** Activations of one direction where the node names none. */
  List<String> activations() {
    return switch (this) {
      case RNN -> List.of("Tanh");
      case GRU -> List.of("Sigmoid", "Tanh");
      case LSTM -> List.of("Sigmoid", "Tanh", "Tanh");
    };
  }

  /** Whether a cell state is carried along beside the hidden state. */
  boolean hasCellState() {
    return this == LSTM;
  }
}
