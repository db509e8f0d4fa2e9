package dev.pluto.engine.analysis;

import static dev.pluto.engine.analysis.NetworkBuilder.ints;

import dev.pluto.spi.graph.Attribute;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Shape;
import java.util.Map;

/**
 * Adds nodes that operator sets write in different forms, and structures made of several nodes.
 * Every method returns the name of its output.
 */
final class NetworkLayers {
  private static final int SLICE_INPUTS = 10;
  private static final int PAD_INPUTS = 11;
  private static final int RESIZE_INPUTS = 11;
  private static final int REDUCTION_INPUTS = 18;

  private final NetworkBuilder net;

  NetworkLayers(NetworkBuilder net) {
    this.net = net;
  }

  /** Channels from {@code start} to before {@code end}, which may count from the end. */
  String slice(String name, String x, int start, int end) {
    int behind = end < 0 ? net.channels(x) + end : end;
    Shape shape = net.shape(x).with(1, (long) behind - start);
    if (net.opset() < SLICE_INPUTS) {
      return net.node(
          name,
          "Slice",
          shape,
          Map.of("starts", ints(start), "ends", ints(end), "axes", ints(1)),
          x);
    }
    // Exporters write the last bound as the largest number.
    long bound = end == net.channels(x) ? Long.MAX_VALUE : end;
    return net.node(
        name,
        "Slice",
        shape,
        Map.of(),
        x,
        net.integers(name + ".starts", start),
        net.integers(name + ".ends", bound),
        net.integers(name + ".axes", 1));
  }

  /** One element around every position. */
  String pad(String name, String x, String mode) {
    Shape shape = net.shape(x);
    return pad(
        name,
        x,
        shape.with(2, shape.size(2) + 2).with(3, shape.size(3) + 1),
        mode,
        new long[] {0, 0, 1, 0, 0, 0, 1, 1});
  }

  /** Channels of zeros in front of and behind the others. */
  String padChannels(String name, String x, int before, int behind) {
    return pad(
        name,
        x,
        net.shape(x).with(1, net.channels(x) + (long) before + behind),
        "constant",
        new long[] {0, before, 0, 0, 0, behind, 0, 0});
  }

  private String pad(String name, String x, Shape shape, String mode, long[] pads) {
    Attribute text = new Attribute.Text(mode);
    return net.opset() < PAD_INPUTS
        ? net.node(name, "Pad", shape, Map.of("mode", text, "pads", ints(pads)), x)
        : net.node(name, "Pad", shape, Map.of("mode", text), x, net.integers(name + ".pads", pads));
  }

  /** Twice as large, by factors or by sizes. */
  String resize(String name, String x, boolean linear) {
    Shape s = net.shape(x);
    Shape shape = s.with(2, 2 * s.size(2)).with(3, 2 * s.size(3));
    Map<String, Attribute> mode = Map.of("mode", new Attribute.Text(linear ? "linear" : "nearest"));
    if (net.opset() < RESIZE_INPUTS) {
      return net.node(name, "Upsample", shape, mode, x, net.numbers(name + ".scales", 1, 1, 2, 2));
    }
    // Inputs that are not used may be left out since operator set 13, before they are empty.
    String region = net.opset() < 13 ? net.numbers(name + ".region") : "";
    String none = linear ? region : net.numbers(name + ".scales", 1, 1, 2, 2);
    return linear
        ? net.node(
            name,
            "Resize",
            shape,
            mode,
            x,
            region,
            none,
            net.integers(name + ".sizes", shape.sizes()))
        : net.node(name, "Resize", shape, mode, x, region, none);
  }

  /** InstanceNormalization whose shift is not zero. */
  String instanceNorm(String name, String x) {
    net.weight(name + ".scale", 1, 0.5, net.channels(x));
    net.weight(name + ".shift", 0.5, 0.4, net.channels(x));
    return net.node(
        name, "InstanceNormalization", net.shape(x), Map.of(), x, name + ".scale", name + ".shift");
  }

  /** GroupNormalization where the operator set has it. */
  String groupNorm(String name, String x, int groups) {
    if (net.opset() < 21) {
      return x;
    }
    net.weight(name + ".scale", 1, 0.5, net.channels(x));
    net.weight(name + ".shift", 0.5, 0.4, net.channels(x));
    return net.node(
        name,
        "GroupNormalization",
        net.shape(x),
        Map.of("num_groups", new Attribute.IntValue(groups)),
        x,
        name + ".scale",
        name + ".shift");
  }

  /** LayerNormalization over the last axis, where the operator set has it. */
  String lastAxisNorm(String name, String x) {
    if (net.opset() < 17) {
      return x;
    }
    net.weight(name + ".scale", 1, 0.5, net.shape(x).size(3));
    return net.node(name, "LayerNormalization", net.shape(x), Map.of(), x, name + ".scale");
  }

  /** LRN. */
  String localResponse(String name, String x) {
    return net.node(
        name,
        "LRN",
        net.shape(x),
        Map.of("size", new Attribute.IntValue(3), "alpha", new Attribute.FloatValue(0.5f)),
        x);
  }

  /** MaxPool of 3x3 windows, same padding. */
  String maxPool(String name, String x) {
    return net.node(
        name,
        "MaxPool",
        net.shape(x),
        Map.of("kernel_shape", ints(3, 3), "auto_pad", new Attribute.Text("SAME_UPPER")),
        x);
  }

  /** Tile along channels. */
  String tile(String name, String x, int times) {
    return net.node(
        name,
        "Tile",
        net.shape(x).with(1, (long) times * net.channels(x)),
        Map.of(),
        x,
        net.integers(name + ".repeats", 1, times, 1, 1));
  }

  /** Positive elements of one value, else those of another one. */
  String where(String name, String x, String other) {
    String positive =
        net.node(
            name + ".positive",
            "Cast",
            net.shape(x),
            Map.of("to", new Attribute.IntValue(DataType.BOOL.onnx())),
            net.unary(name + ".relu", "Relu", x));
    return net.node(name, "Where", net.shape(x), Map.of(), positive, x, other);
  }

  /** A gate per channel, computed by matrix products from the means. */
  String denseGate(String name, String x, int inner) {
    String mean = reduceMean(name + ".mean", x, false, 2, 3);
    String hidden = net.unary(name + ".relu", "Relu", net.gemm(name + ".reduce", mean, inner));
    String logits = net.gemm(name + ".expand", hidden, net.channels(x));
    Shape shape = Shape.of(net.shape(x).size(0), net.channels(x), 1, 1);
    String unsqueezed =
        net.opset() < 13
            ? net.node(name + ".apart", "Unsqueeze", shape, Map.of("axes", ints(2, 3)), logits)
            : net.node(
                name + ".apart",
                "Unsqueeze",
                shape,
                Map.of(),
                logits,
                net.integers(name + ".axes", 2, 3));
    return net.node(name, "HardSigmoid", shape, Map.of(), unsqueezed);
  }

  /** A gate per position, computed from the mean over the channels. */
  String spatialGate(String name, String x) {
    String mean = reduceMean(name + ".mean", x, true, 1);
    return net.unary(name, "Sigmoid", net.conv(name + ".conv", mean, 1, 3, 1));
  }

  private String reduceMean(String name, String x, boolean keep, long... axes) {
    Shape shape = net.shape(x);
    for (int i = axes.length - 1; i >= 0; i--) {
      shape = shape.with((int) axes[i], 1);
    }
    shape = keep ? shape : Shape.of(shape.size(0), shape.size(1));
    Attribute keepdims = new Attribute.IntValue(keep ? 1 : 0);
    return net.opset() < REDUCTION_INPUTS
        ? net.node(name, "ReduceMean", shape, Map.of("axes", ints(axes), "keepdims", keepdims), x)
        : net.node(
            name,
            "ReduceMean",
            shape,
            Map.of("keepdims", keepdims),
            x,
            net.integers(name + ".axes", axes));
  }

  /** The channels of these indices, by Gather; negative ones count from the end. */
  String pick(String name, String x, long... indices) {
    return net.node(
        name,
        "Gather",
        net.shape(x).with(1, indices.length),
        Map.of("axis", new Attribute.IntValue(1)),
        x,
        net.integers(name + ".indices", indices));
  }

  /** Group normalization as exporters write it: as instances of a reshaped value. */
  String writtenGroupNorm(String name, String x, int groups) {
    Shape s = net.shape(x);
    String apart =
        net.reshape(
            name + ".apart",
            x,
            net.integers(name + ".to3d", 0, groups, -1),
            s.size(0),
            groups,
            s.elements() / s.size(0) / groups);
    net.weight(name + ".ones", 1, 0, groups);
    net.weight(name + ".zeros", 0, 0, groups);
    String normal =
        net.node(
            name + ".instances",
            "InstanceNormalization",
            net.shape(apart),
            Map.of(),
            apart,
            name + ".ones",
            name + ".zeros");
    long[] sizes = s.sizes();
    long[] target = sizes.clone();
    target[0] = 0;
    String together =
        net.reshape(name + ".together", normal, net.integers(name + ".to4d", target), sizes);
    String scale = net.weight(name + ".scale", 1, 0.5, s.size(1), 1, 1);
    String shift = net.weight(name + ".shift", 0.5, 0.4, s.size(1), 1, 1);
    return net.binary(name, "Add", net.binary(name + ".scaled", "Mul", together, scale), shift);
  }

  /** DepthToSpace with block size 2 before it had modes. */
  String depthToSpace(String name, String x) {
    Shape s = net.shape(x);
    return net.node(
        name,
        "DepthToSpace",
        Shape.of(s.size(0), s.size(1) / 4, 2 * s.size(2), 2 * s.size(3)),
        Map.of("blocksize", new Attribute.IntValue(2)),
        x);
  }
}
