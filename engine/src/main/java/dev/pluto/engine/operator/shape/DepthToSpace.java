package dev.pluto.engine.operator.shape;

import ai.djl.ndarray.NDList;
import dev.pluto.engine.operator.base.Inputs;
import dev.pluto.engine.operator.base.Script;
import dev.pluto.engine.operator.base.ScriptedOperator;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.TensorType;
import dev.pluto.spi.operator.ChannelTracer;
import dev.pluto.spi.operator.Channels;
import dev.pluto.spi.operator.ForwardContext;
import dev.pluto.spi.operator.InferenceContext;
import java.util.List;

/**
 * DepthToSpace: [N, C·b², H, W] becomes [N, C, H·b, W·b]. The positions in a block come first among
 * the input channels in mode DCR and last in mode CRD (sub-pixel convolution, Shi et al. 2016).
 */
public final class DepthToSpace extends ScriptedOperator {
  /** Defines DepthToSpace. */
  public DepthToSpace() {
    super("DepthToSpace");
  }

  @Override
  public List<TensorType> infer(Node node, InferenceContext context) {
    TensorType input = context.input(0);
    Shape depth = input.shape();
    int block = Blocks.size(node, depth);
    if (depth.size(1) % ((long) block * block) != 0) {
      throw new IllegalArgumentException(
          "%s channels are no whole blocks of %d x %d".formatted(depth.size(1), block, block));
    }
    Shape space =
        Shape.of(
            depth.size(0),
            depth.size(1) / block / block,
            depth.size(2) * block,
            depth.size(3) * block);
    return List.of(new TensorType(input.dataType(), space));
  }

  @Override
  public void trace(Node node, ChannelTracer tracer) {
    String input = node.inputs().get(0);
    int block = Blocks.size(node, tracer.type(input).shape());
    Channels space = tracer.channels(node.output(), 1);
    tracer.carry(input, 1);
    tracer.carry(node.output(), 1);
    tracer.tie(
        channelsFirst(node) ? space.repeatEach(block * block) : space.tile(block * block),
        tracer.channels(input, 1));
  }

  @Override
  protected Script script(Node node, NDList inputs, ForwardContext context) {
    Shape depth = Shape.of(Inputs.sizes(inputs.get(0)));
    int block = Blocks.size(node, depth);
    if (channelsFirst(node)) {
      return Script.of(node, "torch.pixel_shuffle(x0, %d)".formatted(block));
    }
    long batch = depth.size(0);
    long channels = depth.size(1) / block / block;
    long height = depth.size(2);
    long width = depth.size(3);
    return Script.of(
        node,
        "torch.reshape(torch.permute(torch.reshape(x0, %s), [0, 3, 4, 1, 5, 2]), %s)"
            .formatted(
                Script.ints(batch, block, block, channels, height, width),
                Script.ints(batch, channels, height * block, width * block)));
  }

  private static boolean channelsFirst(Node node) {
    return node.textAttribute("mode", "DCR").equals("CRD");
  }
}
