package dev.pluto.engine.operator.normalization;

import static dev.pluto.engine.operator.base.Script.number;

import ai.djl.ndarray.NDList;
import dev.pluto.engine.operator.base.ChannelPaths;
import dev.pluto.engine.operator.base.Script;
import dev.pluto.engine.operator.base.ScriptedOperator;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.TensorType;
import dev.pluto.spi.operator.ChannelTracer;
import dev.pluto.spi.operator.ForwardContext;
import dev.pluto.spi.operator.InferenceContext;
import java.util.List;

/**
 * BatchNormalization as inference runs it: input [N, C, …], scale, bias, mean and variance [C]. In
 * training, batch statistics normalize and the arrays of mean and variance are moved towards them
 * in place, the variance without bias (Ioffe, Szegedy 2015).
 */
public final class BatchNormalization extends ScriptedOperator {
  /** Defines BatchNormalization. */
  public BatchNormalization() {
    super("BatchNormalization");
  }

  @Override
  public List<TensorType> infer(Node node, InferenceContext context) {
    if (node.intAttribute("training_mode", 0) != 0 || node.outputs().size() > 1) {
      throw new IllegalArgumentException(
          "exported in training mode; export the model in evaluation mode");
    }
    if (node.intAttribute("spatial", 1) == 0) {
      throw new IllegalArgumentException("spatial=0 is not supported");
    }
    Shape input = context.input(0).shape();
    for (int i = 1; i <= 4; i++) {
      if (input.rank() < 2 || !context.input(i).shape().equals(Shape.of(input.size(1)))) {
        throw new IllegalArgumentException(
            "statistics %s for input %s".formatted(context.input(i).shape(), input));
      }
    }
    return List.of(context.input(0));
  }

  @Override
  public void trace(Node node, ChannelTracer tracer) {
    ChannelPaths.pass(tracer, node.inputs().get(0), 1, node.output(), 1);
    for (String vector : node.inputs().subList(1, 5)) {
      ChannelPaths.pass(tracer, vector, 0, node.output(), 1);
    }
  }

  @Override
  protected Script script(Node node, NDList inputs, ForwardContext context) {
    return Script.of(
        node,
        "torch.batch_norm(x0, x1, x2, x3, x4, %s, %s, %s, True)"
            .formatted(
                Script.bool(context.batchStatistics()),
                number(context.training() ? 1 - node.floatAttribute("momentum", 0.9f) : 0),
                number(node.floatAttribute("epsilon", 1e-5f))));
  }
}
