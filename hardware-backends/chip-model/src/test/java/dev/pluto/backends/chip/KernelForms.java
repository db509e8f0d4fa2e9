package dev.pluto.backends.chip;

import dev.pluto.spi.graph.Attribute;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Precision;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.hardware.Kernel;
import dev.pluto.spi.hardware.PrecisionTuple;
import dev.pluto.spi.hardware.TensorForm;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** Single kernels of every class as functions of a number of channels. */
final class KernelForms {
  private static final int SIDE = 28;

  private final PrecisionTuple precision;

  /** Kernels whose tensors are all in a precision. */
  KernelForms(PrecisionTuple precision) {
    this.precision = precision;
  }

  /** Kernels by name; all but the constant parts grow with the channels. */
  Map<String, IntFunction<Kernel>> all() {
    Map<String, IntFunction<Kernel>> kernels = new LinkedHashMap<>();
    kernels.put("convolution", c -> convolution(c, c, 3, 1));
    kernels.put("convolution of an image", c -> convolution(3, c, 3, 1));
    kernels.put("pointwise convolution", c -> convolution(c, c, 1, 1));
    kernels.put("depthwise convolution", c -> convolution(c, c, 3, c));
    kernels.put("convolution in groups", c -> convolution(c, c, 3, Math.max(1, c / 8)));
    kernels.put("matrix product", this::gemm);
    kernels.put("attention", this::attention);
    for (String type :
        List.of(
            "Add",
            "Relu",
            "Sigmoid",
            "Softmax",
            "MaxPool",
            "ReduceMean",
            "Transpose",
            "Slice",
            "Resize",
            "DepthToSpace",
            "Gather",
            "Concat",
            "Reshape",
            "BatchNormalization",
            "GRU")) {
      kernels.put(type, c -> unary(type, c));
    }
    return kernels;
  }

  private Kernel convolution(int in, int out, int side, int groups) {
    Node node = node("Conv", List.of("x", "w"), Map.of("group", new Attribute.IntValue(groups)));
    long macs = (long) SIDE * SIDE * out * (in / groups) * side * side;
    return new Kernel(
        List.of(node),
        List.of(value("x", Shape.of(1, in, SIDE, SIDE))),
        List.of(value("y", Shape.of(1, out, SIDE, SIDE))),
        List.of(weight(Shape.of(out, in / groups, side, side))),
        macs);
  }

  private Kernel gemm(int channels) {
    return new Kernel(
        List.of(node("Gemm", List.of("x", "w"), Map.of())),
        List.of(value("x", Shape.of(1, channels))),
        List.of(value("y", Shape.of(1, channels))),
        List.of(weight(Shape.of(channels, channels))),
        (long) channels * channels);
  }

  private Kernel attention(int channels) {
    return new Kernel(
        List.of(node("MatMul", List.of("x", "z"), Map.of())),
        List.of(value("x", Shape.of(1, SIDE, channels)), value("z", Shape.of(1, channels, SIDE))),
        List.of(value("y", Shape.of(1, SIDE, SIDE))),
        List.of(),
        (long) SIDE * SIDE * channels);
  }

  private Kernel unary(String type, int channels) {
    return new Kernel(
        List.of(node(type, List.of("x"), Map.of())),
        List.of(value("x", Shape.of(1, channels, SIDE, SIDE))),
        List.of(value("y", Shape.of(1, channels, SIDE, SIDE))),
        List.of(),
        0);
  }

  private static Node node(String type, List<String> inputs, Map<String, Attribute> attributes) {
    return new Node("n", "", type, inputs, List.of("y"), attributes);
  }

  private TensorForm value(String name, Shape shape) {
    return form(name, shape, precision.activation());
  }

  private TensorForm weight(Shape shape) {
    return form("w", shape, precision.weight());
  }

  private static TensorForm form(String name, Shape shape, Precision precision) {
    return new TensorForm(name, shape, DataType.FLOAT, precision);
  }
}
