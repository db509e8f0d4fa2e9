package dev.pluto.engine.analysis;

import static dev.pluto.engine.analysis.NetworkBuilder.ints;

import dev.pluto.spi.graph.Attribute;
import dev.pluto.spi.graph.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Adds the blocks of transformers to a network, as exporters write them. Values are tokens [1, T,
 * C]; every method returns the name of its output.
 */
public final class TransformerLayers {
  /** How queries, keys and values are made and taken apart. */
  public enum Projection {
    /** One layer each. */
    SEPARATE,
    /** One layer; [T, 3, H, D], transposed, of which Gather takes one after the other. */
    GATHERED,
    /** One layer, split into three parts. */
    SPLIT,
    /** One layer, three slices of it, the last one counted from the end. */
    SLICED,
    /** One layer each with weights [C, H, D]. */
    EINSUM
  }

  private static final int LAYER_NORMALIZATION = 17;

  private final NetworkBuilder net;

  /** Adds to a network. */
  public TransformerLayers(NetworkBuilder net) {
    this.net = net;
  }

  /** A feature map [1, C, H, W] as tokens [1, H·W, C]. */
  public String tokens(String name, String map) {
    Shape s = net.shape(map);
    long positions = s.size(2) * s.size(3);
    String flat =
        net.reshape(
            name + ".flat",
            map,
            net.integers(name + ".to3d", 0, s.size(1), -1),
            1,
            s.size(1),
            positions);
    return net.transpose(name, flat, 0, 2, 1);
  }

  /** Tokens as a feature map. */
  public String map(String name, String tokens, long height, long width) {
    String turned = net.transpose(name + ".turned", tokens, 0, 2, 1);
    long channels = net.shape(turned).size(1);
    return net.reshape(
        name,
        turned,
        net.integers(name + ".to4d", 0, channels, height, width),
        1,
        channels,
        height,
        width);
  }

  /** A matrix product over the last axis, and a bias. */
  public String linear(String name, String x, int out) {
    Shape shape = net.shape(x);
    long in = shape.size(-1);
    net.weight(name + ".w", 0, Math.sqrt(3.0 / in), in, out);
    net.weight(name + ".b", 0.1, 0.3, out);
    Shape result = shape.with(shape.rank() - 1, out);
    String product = net.node(name + ".matmul", "MatMul", result, Map.of(), x, name + ".w");
    return net.node(name, "Add", result, Map.of(), name + ".b", product);
  }

  /** LayerNormalization over the last axis, written out where the operator set does not have it. */
  public String norm(String name, String x) {
    long channels = net.shape(x).size(-1);
    String scale = net.weight(name + ".scale", 1, 0.3, channels);
    String shift = net.weight(name + ".shift", 0, 0.3, channels);
    if (net.opset() >= LAYER_NORMALIZATION) {
      return net.node(name, "LayerNormalization", net.shape(x), Map.of(), x, scale, shift);
    }
    String centred = net.binary(name + ".centred", "Sub", x, mean(name + ".mean", x));
    String square = net.binary(name + ".square", "Pow", centred, net.numbers(name + ".two", 2));
    String variance = mean(name + ".variance", square);
    String shifted =
        net.binary(name + ".shifted", "Add", variance, net.numbers(name + ".epsilon", 1e-5f));
    String deviation = net.unary(name + ".deviation", "Sqrt", shifted);
    String divided = net.binary(name + ".divided", "Div", centred, deviation);
    return net.binary(name, "Add", net.binary(name + ".scaled", "Mul", divided, scale), shift);
  }

  private String mean(String name, String x) {
    Shape shape = net.shape(x);
    return net.node(
        name, "ReduceMean", shape.with(shape.rank() - 1, 1), Map.of("axes", ints(-1)), x);
  }

  /** Two layers with GELU, written out, between them. */
  public String feedForward(String name, String x, int inner) {
    String hidden = linear(name + ".up", x, inner);
    String scaled =
        net.binary(name + ".scaled", "Div", hidden, net.numbers(name + ".root", 1.4142135f));
    String erf = net.unary(name + ".erf", "Erf", scaled);
    String one = net.binary(name + ".one", "Add", erf, net.numbers(name + ".unit", 1));
    String product = net.binary(name + ".product", "Mul", hidden, one);
    String gelu = net.binary(name + ".gelu", "Mul", product, net.numbers(name + ".half", 0.5f));
    return linear(name, gelu, (int) net.shape(x).size(-1));
  }

  /** Self-attention with {@code heads} heads of {@code width} columns. */
  public String attention(String name, String x, Projection projection, int heads, int width) {
    long tokens = net.shape(x).size(1);
    List<String> parts = parts(name, x, projection, heads, width);
    String keys = net.transpose(name + ".keys", parts.get(1), 0, 1, 3, 2);
    Shape square = Shape.of(1, heads, tokens, tokens);
    String scores = net.node(name + ".scores", "MatMul", square, Map.of(), parts.get(0), keys);
    String scaled =
        net.binary(
            name + ".scaled",
            "Mul",
            scores,
            net.numbers(name + ".scale", (float) (1 / Math.sqrt(width))));
    String weights =
        net.node(
            name + ".softmax",
            "Softmax",
            square,
            Map.of("axis", new Attribute.IntValue(3)),
            scaled);
    String mixed =
        net.node(
            name + ".mixed",
            "MatMul",
            Shape.of(1, heads, tokens, width),
            Map.of(),
            weights,
            parts.get(2));
    String turned = net.transpose(name + ".turned", mixed, 0, 2, 1, 3);
    String joined =
        net.reshape(
            name + ".joined",
            turned,
            net.integers(name + ".to3d", 0, tokens, heads * (long) width),
            1,
            tokens,
            heads * (long) width);
    return linear(name, joined, (int) net.shape(x).size(2));
  }

  /** Queries, keys and values, each [1, heads, T, width]. */
  private List<String> parts(String name, String x, Projection projection, int heads, int width) {
    List<String> parts = new ArrayList<>();
    if (projection == Projection.GATHERED) {
      String all = linear(name + ".qkv", x, 3 * heads * width);
      String apart = apart(name + ".apart", all, 3, heads, width);
      String front = net.transpose(name + ".front", apart, 2, 0, 3, 1, 4);
      for (String part : List.of("q", "k", "v")) {
        net.scalar(name + "." + part + ".index", parts.size());
        parts.add(
            net.node(
                name + "." + part,
                "Gather",
                Shape.of(1, heads, net.shape(x).size(1), width),
                Map.of("axis", new Attribute.IntValue(0)),
                front,
                name + "." + part + ".index"));
      }
      return parts;
    }
    for (String part : flatParts(name, x, projection, heads, width)) {
      String apart =
          net.shape(part).rank() == 4 ? part : apart(part + ".apart", part, heads, width);
      parts.add(net.transpose(part + ".turned", apart, 0, 2, 1, 3));
    }
    return parts;
  }

  private List<String> flatParts(
      String name, String x, Projection projection, int heads, int width) {
    int each = heads * width;
    List<String> parts = new ArrayList<>();
    switch (projection) {
      case SPLIT -> {
        String all = linear(name + ".qkv", x, 3 * each);
        return net.splitAlong(name + ".parts", all, 2, each, each, each);
      }
      case SLICED -> {
        String all = linear(name + ".qkv", x, 3 * each);
        parts.add(slice(name + ".q", all, 0, each, each));
        parts.add(slice(name + ".k", all, each, -each, each));
        parts.add(slice(name + ".v", all, -each, Long.MAX_VALUE, each));
      }
      case EINSUM -> {
        for (String part : List.of("q", "k", "v")) {
          String weight = name + "." + part + ".w";
          net.weight(weight, 0, 0.4, net.shape(x).size(2), heads, width);
          parts.add(
              net.node(
                  name + "." + part,
                  "Einsum",
                  Shape.of(1, net.shape(x).size(1), heads, width),
                  Map.of("equation", new Attribute.Text("btc,chd->bthd")),
                  x,
                  weight));
        }
      }
      default -> {
        for (String part : List.of("q", "k", "v")) {
          parts.add(linear(name + "." + part, x, each));
        }
      }
    }
    return parts;
  }

  /** The columns [start, end) of tokens; bounds as they stand in the file. */
  private String slice(String name, String x, long start, long end, long size) {
    Shape shape = net.shape(x).with(2, size);
    if (net.opset() < 10) {
      return net.node(
          name,
          "Slice",
          shape,
          Map.of("starts", ints(start), "ends", ints(end), "axes", ints(2)),
          x);
    }
    return net.node(
        name,
        "Slice",
        shape,
        Map.of(),
        x,
        net.integers(name + ".starts", start),
        net.integers(name + ".ends", end),
        net.integers(name + ".axes", 2));
  }

  private String apart(String name, String x, long... parts) {
    long tokens = net.shape(x).size(1);
    long[] shape = new long[parts.length + 2];
    shape[0] = 1;
    shape[1] = tokens;
    System.arraycopy(parts, 0, shape, 2, parts.length);
    long[] target = shape.clone();
    target[0] = 0;
    return net.reshape(name, x, net.integers(name + ".target", target), shape);
  }
}
