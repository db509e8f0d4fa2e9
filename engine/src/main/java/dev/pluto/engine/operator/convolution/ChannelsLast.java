package dev.pluto.engine.operator.convolution;

/**
 * The memory layout in which convolutions run. In the usual layout PyTorch's kernels copy a feature
 * map into blocks of 16 channels and leave the rest of the last block as they find it; where those
 * bits happen to be NaN, so is the result, in the forward and in the backward pass. With channels
 * last nothing is copied into blocks. Operators that work element by element keep the layout, so
 * that a network is converted once.
 */
final class ChannelsLast {
  private static final int RANK_OF_IMAGES = 4;

  private ChannelsLast() {}

  /** The TorchScript expression of a feature map with its channels last in memory. */
  static String of(String map, int rank) {
    return rank == RANK_OF_IMAGES ? "torch.contiguous(" + map + ", memory_format=2)" : map;
  }
}
