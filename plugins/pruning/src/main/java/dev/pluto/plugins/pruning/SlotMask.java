package dev.pluto.plugins.pruning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import dev.pluto.spi.graph.ChannelGroup;
import dev.pluto.spi.search.Hook;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Multiplies a weight with the mask of its channels. Two masks are equal, and act once, if they
 * mask the same slot by the same source.
 *
 * @param slot a slot whose weight contracts the channels
 * @param mask the mask of the group's channels in file order, shape (channels)
 */
record SlotMask(ChannelGroup.Slot slot, Supplier<NDArray> mask) implements Hook.Transform {
  @Override
  public NDArray apply(NDArray tensor, boolean training) {
    Shape shape = tensor.getShape();
    long[] broadcast = new long[shape.dimension()];
    Arrays.fill(broadcast, 1);
    broadcast[slot.axis()] = shape.get(slot.axis());
    return tensor.mul(alongAxis(Math.toIntExact(shape.get(slot.axis()))).reshape(broadcast));
  }

  /** The mask of each index along the slot's axis; 1 at indices that belong to other groups. */
  private NDArray alongAxis(int size) {
    NDArray channels = mask.get();
    int others = slot.indices().size();
    long[] channelOf = new long[size];
    Arrays.fill(channelOf, others);
    for (int channel = 0; channel < others; channel++) {
      for (int index : slot.indices().get(channel)) {
        channelOf[index] = channel;
      }
    }
    NDArray one = channels.getManager().ones(new Shape(1));
    return NDArrays.concat(new NDList(channels, one))
        .gather(channels.getManager().create(channelOf), 0);
  }
}
