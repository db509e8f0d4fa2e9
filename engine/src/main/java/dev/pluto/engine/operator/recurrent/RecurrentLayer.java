package dev.pluto.engine.operator.recurrent;

import ai.djl.ndarray.NDList;
import dev.pluto.engine.operator.base.ChannelPaths;
import dev.pluto.engine.operator.base.Inputs;
import dev.pluto.engine.operator.base.Script;
import dev.pluto.engine.operator.base.ScriptedOperator;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.TensorType;
import dev.pluto.spi.operator.ChannelTracer;
import dev.pluto.spi.operator.Channels;
import dev.pluto.spi.operator.ForwardContext;
import dev.pluto.spi.operator.InferenceContext;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * RNN, GRU and LSTM: X [T, N, I] with W [D, G·H, I] and R [D, G·H, H] gives Y [T, D, N, H] and the
 * last states [D, N, H], for T steps, batch N, input size I, hidden size H, D directions and the G
 * gates of the cell. With {@code layout} 1 the batch comes first.
 */
public final class RecurrentLayer extends ScriptedOperator {
  private RecurrentLayer(Cell cell) {
    super(cell.name());
  }

  /** Defines the three operators. */
  public static Stream<RecurrentLayer> all() {
    return Arrays.stream(Cell.values()).map(RecurrentLayer::new);
  }

  @Override
  public List<TensorType> infer(Node node, InferenceContext context) {
    return new RecurrentShapes(Recurrence.of(node), context).outputs();
  }

  /**
   * Hidden unit j has a row in every gate of W, R and B, a column in R, and its place in all states
   * and outputs. Columns of R sum over hidden units: where one is zero, the unit has no effect on
   * any later step, whatever its own state is. The directions have unit j in common, as they have
   * the shape of R; the steps of a sequence stay.
   */
  @Override
  public void trace(Node node, ChannelTracer tracer) {
    Cell cell = Cell.of(node);
    String x = node.inputs().get(Recurrence.X);
    String w = node.inputs().get(Recurrence.W);
    String r = node.inputs().get(Recurrence.R);
    if (!tracer.isInitializer(w) || !tracer.isInitializer(r)) {
      return;
    }
    Channels hidden = tracer.channels(r, 2);
    if (!tracer.isInitializer(x)) {
      tracer.carry(x, 2);
      ChannelPaths.contracted(tracer, w, 2, tracer.channels(x, 2));
    }
    tracer.contracts(r, 2);
    ChannelPaths.produced(tracer, w, 1, hidden.tile(cell.gates()));
    ChannelPaths.produced(tracer, r, 1, hidden.tile(cell.gates()));
    operand(node, tracer, Recurrence.B, 1, hidden.tile(2 * cell.gates()));
    operand(node, tracer, Recurrence.INITIAL_H, 2, hidden);
    operand(node, tracer, Recurrence.INITIAL_C, 2, hidden);
    operand(node, tracer, Recurrence.P, 1, hidden.tile(3));
    for (int i = 0; i < node.outputs().size(); i++) {
      String output = node.outputs().get(i);
      if (!output.isEmpty()) {
        tracer.carry(output, -1);
        tracer.tie(tracer.channels(output, -1), hidden);
      }
    }
    if (node.attributes().containsKey("hidden_size")) {
      tracer.countsInAttribute("hidden_size", hidden);
    }
  }

  private static void operand(
      Node node, ChannelTracer tracer, int input, int axis, Channels channels) {
    Optional<String> tensor = node.input(input);
    if (tensor.isPresent()) {
      ChannelPaths.operand(tracer, tensor.get(), axis);
      tracer.tie(tracer.channels(tensor.get(), axis), channels);
    }
  }

  @Override
  protected Script script(Node node, NDList inputs, ForwardContext context) {
    Recurrence recurrence = Recurrence.of(node);
    long steps = Inputs.sizes(inputs.get(Recurrence.X))[recurrence.timeAxis()];
    boolean ragged =
        Inputs.integers(node, inputs, Recurrence.SEQUENCE_LENS)
            .filter(lengths -> Arrays.stream(lengths).anyMatch(length -> length != steps))
            .isPresent();
    return new StepLoop(node, recurrence, ragged).script();
  }

  /** T · N · D · G · H · (I + H): the products with W and R at every step. */
  @Override
  public long macs(Node node, List<TensorType> inputs, List<TensorType> outputs) {
    long sequence = inputs.get(Recurrence.X).shape().elements();
    long inputSize = inputs.get(Recurrence.X).shape().size(2);
    long weights =
        Math.addExact(
            inputs.get(Recurrence.W).shape().elements(),
            inputs.get(Recurrence.R).shape().elements());
    return Math.multiplyExact(sequence / inputSize, weights);
  }
}
