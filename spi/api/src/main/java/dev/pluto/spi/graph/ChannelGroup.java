package dev.pluto.spi.graph;

import dev.pluto.spi.Api;
import java.util.List;

/**
 * All (tensor, axis) slots whose size must change together. Channel {@code c} of the group stands
 * for the same indices in all of them; it can be removed by removing those indices everywhere.
 *
 * @param id stable across runs: the name of the first node that produces the channels
 * @param size number of channels
 * @param slots where the channels live
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public record ChannelGroup(String id, int size, List<Slot> slots) {
  /** Copies the slots. */
  public ChannelGroup {
    slots = List.copyOf(slots);
  }

  /** The slots in constants that are weights of the model. */
  public List<Slot> weightSlots() {
    return slots.stream().filter(s -> s.kind() != Slot.Kind.VALUE).toList();
  }

  /**
   * One (tensor, axis) of a group.
   *
   * @param tensor name of a value or an initializer
   * @param axis axis, not negative
   * @param kind how the tensor carries the channels
   * @param indices for each channel of the group the indices along the axis that belong to it;
   *     every channel has equally many
   */
  public record Slot(String tensor, int axis, Kind kind, List<int[]> indices) {
    /** Copies the outer list. */
    public Slot {
      indices = List.copyOf(indices);
    }

    /** Indices per channel. */
    public int multiplicity() {
      return indices.get(0).length;
    }

    /** How a tensor carries channels. */
    public enum Kind {
      /** A computed value. */
      VALUE,
      /** A constant whose slice makes the channel: output rows of a convolution, biases, scales. */
      PRODUCES,
      /**
       * A constant whose slice is multiplied with the channel and summed away: where it is zero the
       * channel has no effect.
       */
      CONTRACTS
    }
  }
}
