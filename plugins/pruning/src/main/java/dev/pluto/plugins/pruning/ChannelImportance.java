package dev.pluto.plugins.pruning;

import ai.djl.ndarray.NDArray;
import dev.pluto.spi.graph.ChannelGroup;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.search.StateDict;
import dev.pluto.spi.search.TrainingSignals;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Running group Taylor importance of the channels of one group, and the order that follows from it.
 *
 * <p>Removing channel c is setting a gate m_c before its consumers from 1 to 0. The derivative of
 * the loss in that gate is Σ g·w over the channel's slices of all weights that contract it, which
 * covers every producer, bias and normalization in front. Its square, averaged over batches,
 * estimates what the removal costs (Molchanov et al., "Importance Estimation for Neural Network
 * Pruning", 2019, with one gate per channel).
 */
final class ChannelImportance {
  /** Weight of one batch in the running mean once enough were seen. */
  private static final double RATE = 0.05;

  private static final String MEANS = "importance";
  private static final String ORDER = "order";
  private static final String BATCHES = "batches";

  private final List<ChannelGroup.Slot> slots;
  private final double[] means;
  private int[] order;
  private long batches;

  ChannelImportance(ChannelGroup group) {
    slots =
        group.slots().stream().filter(s -> s.kind() == ChannelGroup.Slot.Kind.CONTRACTS).toList();
    means = new double[group.size()];
    order = IntStream.range(0, group.size()).toArray();
  }

  /** Batches seen so far. */
  long batches() {
    return batches;
  }

  /** Channels by falling importance, as of the last {@link #rank}. */
  int[] order() {
    return order.clone();
  }

  /**
   * Takes in one batch.
   *
   * @param active how many channels of the present order took part in the forward pass; the others
   *     have no gradient and keep what is known of them, so that they may come back
   */
  void observe(TrainingSignals signals, int active) {
    double[] derivatives = new double[means.length];
    for (ChannelGroup.Slot slot : slots) {
      if (signals.isTrained(slot.tensor())) {
        float[] sums =
            sums(signals.weight(slot.tensor()), signals.gradient(slot.tensor()), slot.axis());
        for (int channel = 0; channel < derivatives.length; channel++) {
          for (int index : slot.indices().get(channel)) {
            derivatives[channel] += sums[index];
          }
        }
      }
    }
    if (Arrays.stream(derivatives).allMatch(d -> d == 0)) {
      // The step ran an alternative that has none of these channels, and says nothing of them.
      return;
    }
    batches++;
    double rate = Math.max(RATE, 1.0 / batches);
    for (int rank = 0; rank < active; rank++) {
      int channel = order[rank];
      double square = derivatives[channel] * derivatives[channel];
      means[channel] += rate * (square - means[channel]);
    }
  }

  private static float[] sums(NDArray weight, NDArray gradient, int axis) {
    int[] others =
        IntStream.range(0, weight.getShape().dimension()).filter(a -> a != axis).toArray();
    try (NDArray product = gradient.mul(weight);
        NDArray sums = others.length == 0 ? product.duplicate() : product.sum(others)) {
      return sums.toFloatArray();
    }
  }

  /** Puts the channels into order; channels of equal importance stay in file order. */
  void rank() {
    order =
        IntStream.range(0, means.length)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer c) -> -means[c]))
            .mapToInt(Integer::intValue)
            .toArray();
  }

  /** The importance that is lost with all but the {@code kept} first channels of the order. */
  double lost(int kept) {
    return Arrays.stream(order, kept, order.length).mapToDouble(c -> means[c]).sum();
  }

  StateDict state() {
    Shape shape = Shape.of(means.length);
    ByteBuffer bytes =
        ByteBuffer.allocate(means.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asDoubleBuffer().put(means);
    long[] channels = Arrays.stream(order).asLongStream().toArray();
    return new StateDict(
        Map.of(
            MEANS, Tensor.of(DataType.DOUBLE, shape, bytes),
            ORDER, Tensor.ofLongs(shape, channels),
            BATCHES, Tensor.ofLongs(Shape.of(), batches)));
  }

  void restore(StateDict state) {
    tensor(state, MEANS).data().asDoubleBuffer().get(means);
    order = Arrays.stream(tensor(state, ORDER).longs()).mapToInt(Math::toIntExact).toArray();
    batches = tensor(state, BATCHES).longs()[0];
  }

  private static Tensor tensor(StateDict state, String key) {
    Tensor tensor = state.tensors().get(key);
    if (tensor == null) {
      throw new IllegalArgumentException("no '" + key + "' in the state of a width decision");
    }
    return tensor;
  }
}
