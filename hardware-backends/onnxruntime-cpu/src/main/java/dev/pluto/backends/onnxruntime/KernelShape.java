package dev.pluto.backends.onnxruntime;

import dev.pluto.spi.graph.Node;
import dev.pluto.spi.hardware.Kernel;
import dev.pluto.spi.hardware.TensorForm;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.LongUnaryOperator;

/** What a kernel's time depends on, and how its widths may be varied. */
final class KernelShape {
  private KernelShape() {}

  /**
   * The widths that the time is interpolated over: input and output channels of a plain convolution
   * or matrix product, the channels of a depthwise convolution or an elementwise kernel; none where
   * the kernel is measured as it is.
   */
  static List<Long> widths(Kernel kernel) {
    if (kernel.nodes().isEmpty() || kernel.outputs().size() != 1) {
      return List.of();
    }
    Node first = kernel.nodes().get(0);
    return switch (first.opType()) {
      case "Conv" -> {
        TensorForm input = kernel.inputs().get(0);
        long in = input.shape().size(1);
        long out = kernel.outputs().get(0).shape().size(1);
        long group = first.intAttribute("group", 1);
        if (group == 1) {
          yield List.of(in, out);
        }
        yield in == out && weightRows(kernel, first, 1) == 1 ? List.of(in) : List.of();
      }
      case "Gemm" ->
          kernel.inputs().size() == 1 && first.intAttribute("transA", 0) == 0
              ? List.of(
                  kernel.inputs().get(0).shape().size(1), kernel.outputs().get(0).shape().size(1))
              : List.of();
      case "RNN", "GRU", "LSTM" -> RecurrentShape.widths(kernel, first);
      case "Add",
          "Sub",
          "Mul",
          "Relu",
          "Clip",
          "Sigmoid",
          "MaxPool",
          "AveragePool",
          "GlobalAveragePool" ->
          sharedChannels(kernel);
      default -> List.of();
    };
  }

  private static long weightRows(Kernel kernel, Node node, int axis) {
    return kernel.weights().stream()
        .filter(w -> w.tensor().equals(node.inputs().get(1)))
        .mapToLong(w -> w.shape().size(axis))
        .findFirst()
        .orElse(0);
  }

  private static List<Long> sharedChannels(Kernel kernel) {
    long channels =
        kernel.outputs().get(0).shape().rank() < 2 ? 0 : kernel.outputs().get(0).shape().size(1);
    boolean same =
        kernel.weights().isEmpty()
            && kernel.inputs().stream()
                .allMatch(f -> f.shape().rank() >= 2 && f.shape().size(1) == channels);
    return same && channels > 0 ? List.of(channels) : List.of();
  }

  /** The kernel with other widths, as many as {@link #widths} gives. */
  static Kernel with(Kernel kernel, List<Long> widths) {
    if (RecurrentShape.isRecurrent(kernel.nodes().get(0))) {
      return RecurrentShape.with(kernel, widths);
    }
    if (widths.size() == 1) {
      long from = widths(kernel).get(0);
      LongUnaryOperator change = size -> size == from ? widths.get(0) : size;
      return new Kernel(
          kernel.nodes(),
          kernel.inputs().stream().map(f -> axis(f, 1, change)).toList(),
          kernel.outputs().stream().map(f -> axis(f, 1, change)).toList(),
          kernel.weights().stream().map(f -> axis(f, 0, change)).toList(),
          0);
    }
    Node first = kernel.nodes().get(0);
    boolean rowsFirst = first.opType().equals("Conv") || first.intAttribute("transB", 0) == 1;
    long in = widths.get(0);
    long out = widths.get(1);
    List<TensorForm> inputs = new ArrayList<>();
    for (int i = 0; i < kernel.inputs().size(); i++) {
      long width = i == 0 ? in : out;
      inputs.add(axis(kernel.inputs().get(i), 1, size -> width));
    }
    List<TensorForm> weights = new ArrayList<>();
    for (TensorForm weight : kernel.weights()) {
      if (weight.tensor().equals(first.inputs().get(1))) {
        weights.add(
            axis(axis(weight, rowsFirst ? 0 : 1, size -> out), rowsFirst ? 1 : 0, size -> in));
      } else {
        weights.add(
            weight.shape().rank() == 1 && weight.dataType().isFloat()
                ? axis(weight, 0, size -> size == 1 ? 1 : out)
                : weight);
      }
    }
    return new Kernel(
        kernel.nodes(),
        inputs,
        kernel.outputs().stream().map(f -> axis(f, 1, size -> out)).toList(),
        weights,
        0);
  }

  static TensorForm axis(TensorForm form, int axis, LongUnaryOperator change) {
    return form.shape().rank() <= axis
        ? form
        : new TensorForm(
            form.tensor(),
            form.shape().with(axis, change.applyAsLong(form.shape().size(axis))),
            form.dataType(),
            form.precision());
  }

  /** A text that is equal for kernels of equal time: operators, attributes, shapes, precisions. */
  static String key(Kernel kernel) {
    StringBuilder key = new StringBuilder();
    for (Node node : kernel.nodes()) {
      TreeMap<String, Object> attributes = new TreeMap<>(node.attributes());
      // The number of groups of a depthwise convolution follows from its shapes.
      attributes.remove("group");
      // So does the hidden size of a recurrent layer.
      attributes.remove("hidden_size");
      key.append(node.opType()).append(attributes).append(node.intAttribute("group", 1) > 1);
    }
    append(key, "in", kernel.inputs());
    append(key, "out", kernel.outputs());
    append(key, "weights", kernel.weights());
    return key.toString();
  }

  private static void append(StringBuilder key, String role, List<TensorForm> forms) {
    key.append(role);
    for (TensorForm form : forms) {
      key.append(form.shape()).append(form.dataType()).append(form.precision());
    }
  }
}
