package dev.pluto.spi.graph;

import dev.pluto.spi.Api;

/**
 * The closed vocabulary of changes that a decision makes. The same calls price a candidate (nothing
 * is copied, only sizes and precisions are noted) and materialize it.
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public interface GraphEditor {
  /**
   * Keeps some channels of a group and removes the others from every slot.
   *
   * @param group a group of the graph that is edited
   * @param channels channels to keep, ascending, at least one
   */
  void keepChannels(ChannelGroup group, int[] channels);

  /**
   * Lowers the precision of a value or an initializer. Where several decisions lower the same
   * tensor, the fewest bits win; of two with equal bits the one that has a scale.
   */
  void quantize(String tensor, Quantization quantization);

  /**
   * Takes one branch of a {@link Choice}: what computes the others alone is removed. Acts before
   * channels and precisions are edited, whatever the order of the calls; edits of tensors that it
   * removes come to nothing.
   *
   * @param choice name of the node
   * @param branch index of the branch
   * @throws IllegalArgumentException if the graph has no such choice or branch
   */
  default void choose(String choice, int branch) {
    throw new IllegalArgumentException("the graph has no choice '" + choice + "'");
  }
}
