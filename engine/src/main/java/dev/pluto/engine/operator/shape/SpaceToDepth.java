package dev.pluto.engine.operator.shape;

import ai.djl.ndarray.NDList;
import dev.pluto.engine.operator.base.Inputs;
import dev.pluto.engine.operator.base.Script;
import dev.pluto.engine.operator.base.ScriptedOperator;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.TensorType;
import dev.pluto.spi.operator.ChannelTracer;
import dev.pluto.spi.operator.ForwardContext;
import dev.pluto.spi.operator.InferenceContext;
import java.util.List;

/** SpaceToDepth: [N, C, H·b, W·b] becomes [N, C·b², H, W], positions in a block first. */
public final class SpaceToDepth extends ScriptedOperator {
  /** Defines SpaceToDepth. */
  public SpaceToDepth() {
    super("SpaceToDepth");
  }

  @Override
  public List<TensorType> infer(Node node, InferenceContext context) {
    TensorType input = context.input(0);
    Shape space = input.shape();
    int block = Blocks.size(node, space);
    if (space.size(2) % block != 0 || space.size(3) % block != 0) {
      throw new IllegalArgumentException(
          "%s does not divide into blocks of %d x %d".formatted(space, block, block));
    }
    return List.of(new TensorType(input.dataType(), depth(space, block)));
  }

  private static Shape depth(Shape space, int block) {
    return Shape.of(
        space.size(0), space.size(1) * block * block, space.size(2) / block, space.size(3) / block);
  }

  @Override
  public void trace(Node node, ChannelTracer tracer) {
    String input = node.inputs().get(0);
    int block = Blocks.size(node, tracer.type(input).shape());
    tracer.carry(input, 1);
    tracer.carry(node.output(), 1);
    tracer.tie(tracer.channels(input, 1).tile(block * block), tracer.channels(node.output(), 1));
  }

  @Override
  protected Script script(Node node, NDList inputs, ForwardContext context) {
    Shape space = Shape.of(Inputs.sizes(inputs.get(0)));
    int block = Blocks.size(node, space);
    Shape depth = depth(space, block);
    return Script.of(
        node,
        "torch.reshape(torch.permute(torch.reshape(x0, %s), [0, 3, 5, 1, 2, 4]), %s)"
            .formatted(
                Script.ints(
                    space.size(0), space.size(1), depth.size(2), block, depth.size(3), block),
                Script.ints(depth.sizes())));
  }
}
