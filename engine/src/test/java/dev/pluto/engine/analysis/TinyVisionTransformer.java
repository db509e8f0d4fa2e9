package dev.pluto.engine.analysis;

import dev.pluto.engine.analysis.TransformerLayers.Projection;
import dev.pluto.spi.graph.Attribute;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import java.util.Map;
import java.util.Random;

/**
 * A vision transformer in small: a convolution over patches, a class token, position embeddings,
 * blocks of attention and feed-forward layers, and a linear layer on the class token.
 */
public final class TinyVisionTransformer {
  /** Heads of the attention in every block. */
  public static final int HEADS = 4;

  /** Columns between the two layers of every feed-forward block. */
  public static final int INNER = 48;

  private static final int CHANNELS = 32;
  private static final int PATCH = 4;

  private TinyVisionTransformer() {}

  /** The network; input "image" [1, 3, side, side], output "logits" [1, classes]. */
  public static Graph graph(long seed, long opset, int side, int classes, Projection projection) {
    NetworkBuilder net = new NetworkBuilder(new Random(seed), opset);
    TransformerLayers layers = new TransformerLayers(net);
    String image = net.input("image", 1, 3, side, side);
    long tokens = (long) (side / PATCH) * (side / PATCH);
    net.weight("patches.w", 0, 0.2, CHANNELS, 3, PATCH, PATCH);
    net.weight("patches.b", 0, 0.1, CHANNELS);
    String patches =
        net.node(
            "patches",
            "Conv",
            Shape.of(1, CHANNELS, side / PATCH, side / PATCH),
            Map.of(
                "kernel_shape", NetworkBuilder.ints(PATCH, PATCH),
                "strides", NetworkBuilder.ints(PATCH, PATCH)),
            image,
            "patches.w",
            "patches.b");
    String x = withClassToken(net, layers.tokens("tokens", patches), tokens);
    for (int block = 0; block < 2; block++) {
      String name = "block" + block;
      String attended =
          layers.attention(
              name + ".attention",
              layers.norm(name + ".norm1", x),
              projection,
              HEADS,
              CHANNELS / HEADS);
      x = net.binary(name + ".add1", "Add", x, attended);
      String fed = layers.feedForward(name + ".mlp", layers.norm(name + ".norm2", x), INNER);
      x = net.binary(name + ".add2", "Add", x, fed);
    }
    net.scalar("first", 0);
    String token =
        net.node(
            "token",
            "Gather",
            Shape.of(1, CHANNELS),
            Map.of("axis", new Attribute.IntValue(1)),
            layers.norm("norm", x),
            "first");
    return net.build(net.gemm("logits", token, classes));
  }

  /** The class token, stretched to the batch as exporters do, then the tokens; embeddings added. */
  private static String withClassToken(NetworkBuilder net, String tokens, long count) {
    net.weight("class", 0, 0.5, 1, 1, CHANNELS);
    net.node("shape", "Shape", Shape.of(3), Map.of(), tokens);
    net.node(
        "batch",
        "Gather",
        Shape.of(1),
        Map.of("axis", new Attribute.IntValue(0)),
        "shape",
        net.integers("zero", 0));
    net.node(
        "target",
        "Concat",
        Shape.of(3),
        Map.of("axis", new Attribute.IntValue(0)),
        "batch",
        net.integers("rest", -1, -1));
    net.node("ones.shape", "Shape", Shape.of(1), Map.of(), "target");
    Attribute one = new Attribute.TensorValue(Tensor.ofLongs(Shape.of(1), 1));
    net.node("ones", "ConstantOfShape", Shape.of(3), Map.of("value", one), "ones.shape");
    net.node("open", "Mul", Shape.of(3), Map.of(), "ones", net.integers("minus", -1));
    net.node("is.open", "Equal", Shape.of(3), Map.of(), "target", "open");
    net.node("sizes", "Where", Shape.of(3), Map.of(), "is.open", "ones", "target");
    net.node("stretched", "Expand", Shape.of(1, 1, CHANNELS), Map.of(), "class", "sizes");
    String all =
        net.node(
            "all",
            "Concat",
            Shape.of(1, count + 1, CHANNELS),
            Map.of("axis", new Attribute.IntValue(1)),
            "stretched",
            tokens);
    net.weight("positions", 0, 0.5, 1, count + 1, CHANNELS);
    return net.binary("embedded", "Add", all, "positions");
  }
}
