package dev.pluto.backends.chip.prediction;

import dev.pluto.backends.chip.description.OperatorClass;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.hardware.Kernel;
import dev.pluto.spi.hardware.TensorForm;
import java.util.List;
import java.util.Optional;

/** To which class of operators a kernel belongs. */
final class Classes {
  /** Nodes of a chain that normalizes, beginning with the mean. */
  private static final int SHORTEST_NORMALIZATION = 5;

  /** Axes of filters that slide over volumes. */
  private static final int VOLUME_RANK = 5;

  private Classes() {}

  /** The node that makes the work: the one that multiplies, else the first. */
  static Node mainNode(Kernel kernel) {
    for (Node node : kernel.nodes()) {
      switch (node.opType()) {
        case "Conv", "ConvTranspose", "Gemm", "MatMul", "RNN", "GRU", "LSTM" -> {
          return node;
        }
        default -> {}
      }
    }
    return kernel.nodes().get(0);
  }

  /** The matrix or filters that the main node multiplies with, if they are constant. */
  static Optional<TensorForm> weight(Kernel kernel, Node main) {
    return switch (main.opType()) {
      case "Conv", "ConvTranspose", "Gemm" -> find(kernel, main.inputs().get(1));
      case "MatMul" ->
          find(kernel, main.inputs().get(1)).or(() -> find(kernel, main.inputs().get(0)));
      default -> Optional.empty();
    };
  }

  private static Optional<TensorForm> find(Kernel kernel, String tensor) {
    for (TensorForm form : kernel.weights()) {
      if (form.tensor().equals(tensor)) {
        return Optional.of(form);
      }
    }
    return Optional.empty();
  }

  /** The class. */
  static OperatorClass of(Kernel kernel, Node main, Optional<TensorForm> weight) {
    return switch (main.opType()) {
      case "Conv" -> convolution(main, weight, 1);
      case "ConvTranspose" -> convolution(main, weight, 0);
      case "Gemm", "MatMul" ->
          weight.isPresent() ? OperatorClass.MATRIX_MULTIPLICATION : OperatorClass.ATTENTION;
      case "RNN", "GRU", "LSTM" -> OperatorClass.MATRIX_MULTIPLICATION;
      case "Softmax", "LogSoftmax" -> OperatorClass.SOFTMAX;
      case "LayerNormalization",
          "InstanceNormalization",
          "GroupNormalization",
          "LpNormalization",
          "LRN" ->
          OperatorClass.NORMALIZATION;
      case "MaxPool", "AveragePool", "LpPool" -> OperatorClass.POOLING;
      case "GlobalAveragePool", "GlobalMaxPool", "GlobalLpPool", "ArgMax", "ArgMin" ->
          OperatorClass.REDUCTION;
      case "Transpose" -> OperatorClass.TRANSPOSE;
      case "Slice", "Split", "Pad" -> OperatorClass.SLICE;
      case "Resize", "Upsample" -> OperatorClass.RESIZE;
      case "DepthToSpace", "SpaceToDepth" -> OperatorClass.DEPTH_TO_SPACE;
      case "Gather", "GatherElements", "GatherND" -> OperatorClass.GATHER;
      case "Concat" -> OperatorClass.CONCATENATION;
      case "Expand", "Tile", "Reshape", "Flatten", "Squeeze", "Unsqueeze" ->
          OperatorClass.DATA_MOVEMENT;
      case "Cast", "QuantizeLinear", "DequantizeLinear" -> OperatorClass.CONVERSION;
      default -> other(kernel.nodes());
    };
  }

  private static OperatorClass other(List<Node> nodes) {
    if (!nodes.get(0).opType().startsWith("Reduce")) {
      return OperatorClass.ELEMENTWISE;
    }
    return nodes.size() >= SHORTEST_NORMALIZATION
        ? OperatorClass.NORMALIZATION
        : OperatorClass.REDUCTION;
  }

  /**
   * The class of a convolution.
   *
   * @param axis the axis of the filters that counts the channels of one group on the input side (of
   *     a transposed convolution, the output side is the one that is counted per group)
   */
  private static OperatorClass convolution(Node node, Optional<TensorForm> weight, int axis) {
    boolean grouped = node.intAttribute("group", 1) > 1;
    if (weight.isEmpty()) {
      return OperatorClass.CONVOLUTION;
    }
    Shape filters = weight.get().shape();
    if (grouped) {
      return filters.size(1) == 1
          ? OperatorClass.CONVOLUTION_DEPTHWISE
          : OperatorClass.CONVOLUTION_GROUPED;
    }
    if (filters.rank() == VOLUME_RANK) {
      return OperatorClass.CONVOLUTION_3D;
    }
    for (int spatial = 2; spatial < filters.rank(); spatial++) {
      if (filters.size(spatial) != 1) {
        return OperatorClass.CONVOLUTION;
      }
    }
    return axis == 1 ? OperatorClass.CONVOLUTION_1X1 : OperatorClass.CONVOLUTION;
  }
}
