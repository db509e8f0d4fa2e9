package dev.pluto.backends.onnxruntime;

import dev.pluto.spi.graph.Node;
import dev.pluto.spi.hardware.Kernel;
import dev.pluto.spi.hardware.TensorForm;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The widths of a recurrent layer: its input size and its hidden size. */
final class RecurrentShape {
  /** Hidden units in a row of W and R, per operator. */
  private static final Map<String, Integer> GATES = Map.of("RNN", 1, "GRU", 3, "LSTM", 4);

  private static final int W = 1;
  private static final int R = 2;
  private static final int B = 3;
  private static final int P = 7;

  private RecurrentShape() {}

  static boolean isRecurrent(Node node) {
    return node.domain().isEmpty() && GATES.containsKey(node.opType());
  }

  /**
   * Input size and hidden size; none where the weights are computed. Initial states and lengths are
   * taken along as they come.
   */
  static List<Long> widths(Kernel kernel, Node node) {
    Optional<TensorForm> w = form(kernel.weights(), node, W);
    Optional<TensorForm> r = form(kernel.weights(), node, R);
    return w.isPresent() && r.isPresent() && kernel.nodes().size() == 1
        ? List.of(w.get().shape().size(2), r.get().shape().size(2))
        : List.of();
  }

  private static Optional<TensorForm> form(List<TensorForm> forms, Node node, int input) {
    return node.input(input)
        .flatMap(name -> forms.stream().filter(f -> f.tensor().equals(name)).findFirst());
  }

  /** The kernel with another input size and hidden size. */
  static Kernel with(Kernel kernel, List<Long> widths) {
    Node node = kernel.nodes().get(0);
    long in = widths.get(0);
    long hidden = widths.get(1);
    long rows = hidden * GATES.getOrDefault(node.opType(), 1);
    UnaryOperator<TensorForm> change =
        form ->
            switch (node.inputs().indexOf(form.tensor())) {
              case 0 -> sized(form, 2, in);
              case W -> sized(sized(form, 1, rows), 2, in);
              case R -> sized(sized(form, 1, rows), 2, hidden);
              case B -> sized(form, 1, 2 * rows);
              case P -> sized(form, 1, 3 * hidden);
              // Initial states and outputs; lengths of sequences have one axis.
              default ->
                  form.shape().rank() > 1 ? sized(form, form.shape().rank() - 1, hidden) : form;
            };
    return new Kernel(
        kernel.nodes(),
        kernel.inputs().stream().map(change).toList(),
        kernel.outputs().stream().map(change).toList(),
        kernel.weights().stream().map(change).toList(),
        0);
  }

  private static TensorForm sized(TensorForm form, int axis, long size) {
    return KernelShape.axis(form, axis, old -> size);
  }
}
