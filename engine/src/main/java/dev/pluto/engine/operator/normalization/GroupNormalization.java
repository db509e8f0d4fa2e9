package dev.pluto.engine.operator.normalization;

import static dev.pluto.engine.operator.base.Script.number;

import ai.djl.ndarray.NDList;
import dev.pluto.engine.operator.base.ChannelPaths;
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
 * GroupNormalization: groups of neighbouring channels [N, C, spatial…] normalized together, then
 * scaled and shifted by vectors (Wu, He 2018). The vectors have one element per group, since
 * operator set 21 one per channel.
 */
public final class GroupNormalization extends ScriptedOperator {
  private static final String GROUPS = "num_groups";

  /** Defines GroupNormalization. */
  public GroupNormalization() {
    super("GroupNormalization");
  }

  @Override
  public List<TensorType> infer(Node node, InferenceContext context) {
    Shape input = context.input(0).shape();
    long groups = node.intAttribute(GROUPS, 0);
    if (input.rank() < 3 || groups < 1 || input.size(1) % groups != 0) {
      throw new IllegalArgumentException("%d groups of %s".formatted(groups, input));
    }
    for (int i = 1; i <= 2; i++) {
      Shape vector = context.input(i).shape();
      if (!vector.equals(Shape.of(groups)) && !vector.equals(Shape.of(input.size(1)))) {
        throw new IllegalArgumentException(
            "scale or shift %s for %d groups of %s".formatted(vector, groups, input));
      }
    }
    return List.of(context.input(0));
  }

  /** The channels of a group are removed together, and the group with them. */
  @Override
  public void trace(Node node, ChannelTracer tracer) {
    String input = node.inputs().get(0);
    Channels channels = tracer.channels(input, 1);
    int groups = Math.toIntExact(node.intAttribute(GROUPS, 0));
    int width = channels.size() / groups;
    Channels heads = channels.every(width, 0);
    ChannelPaths.pass(tracer, input, 1, node.output(), 1);
    tracer.tie(heads.repeatEach(width), channels);
    tracer.countsInAttribute(GROUPS, heads);
    for (String vector : node.inputs().subList(1, 3)) {
      ChannelPaths.operand(tracer, vector, 0);
      Channels own = tracer.channels(vector, 0);
      tracer.tie(own, own.size() == groups ? heads : channels);
    }
  }

  @Override
  protected Script script(Node node, NDList inputs, ForwardContext context) {
    return Script.of(
        node,
        "torch.group_norm(x0, %d, %s, %s, %s, True)"
            .formatted(
                node.intAttribute(GROUPS, 0),
                perChannel(inputs, 1),
                perChannel(inputs, 2),
                number(node.floatAttribute("epsilon", 1e-5f))));
  }

  private static String perChannel(NDList inputs, int vector) {
    long each = Inputs.sizes(inputs.get(0))[1] / inputs.get(vector).size();
    return each == 1 ? "x" + vector : "torch.repeat_interleave(x%d, %d)".formatted(vector, each);
  }
}
