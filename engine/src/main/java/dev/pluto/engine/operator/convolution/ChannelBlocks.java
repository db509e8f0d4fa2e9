package dev.pluto.engine.operator.convolution;

import static dev.pluto.engine.operator.base.Script.ints;

import dev.pluto.spi.graph.Shape;
import java.util.Arrays;

/**
 * Zero channels that fill the last block of a convolution, as TorchScript expressions.
 *
 * <p>PyTorch's library for processors (oneDNN) copies feature maps into blocks of 16 channels and
 * leaves the rest of the last block as it finds it. The rest is multiplied with zeros, so that it
 * does no harm until it happens to be NaN; then so are results and gradients. (With channels last
 * in memory nothing is copied, but 1x1 kernels then write behind their buffers.) Whole blocks have
 * no rest, and cost little: the kernels compute with whole blocks anyway.
 *
 * @param inputs zero channels behind those of the input
 * @param outputs zero channels behind those of the output
 * @param depthwise whether every channel is a group of its own
 */
record ChannelBlocks(int inputs, int outputs, boolean depthwise, int axes) {
  private static final int BLOCK = 16;

  /** Inputs of so few channels (images) are read where they are. */
  private static final int FEW = 3;

  /** What a convolution with these filters needs. */
  static ChannelBlocks of(Shape filters, long group) {
    int axes = filters.rank() - 2;
    int rows = rest(filters.size(0));
    if (group == 1) {
      int columns = filters.size(1) <= FEW ? 0 : rest(filters.size(1));
      return new ChannelBlocks(columns, rows, false, axes);
    }
    boolean depthwise = group == filters.size(0) && filters.size(1) == 1;
    return depthwise
        ? new ChannelBlocks(rows, rows, true, axes)
        : new ChannelBlocks(0, 0, false, axes);
  }

  private static int rest(long channels) {
    return (int) ((BLOCK - channels % BLOCK) % BLOCK);
  }

  /** The number of groups that a depthwise convolution gains. */
  int groups() {
    return depthwise ? outputs : 0;
  }

  /**
   * The input with its zero channels.
   *
   * @param spatialPads zeros around it as well, in PyTorch's order
   */
  String input(String map, long[] spatialPads) {
    long[] pads = Arrays.copyOf(spatialPads, 2 * axes + 2);
    pads[2 * axes + 1] = inputs;
    return padded(map, pads);
  }

  /** The filters with zeros for all of these channels. */
  String filters(String filters) {
    long[] pads = new long[2 * axes + 4];
    pads[2 * axes + 1] = depthwise ? 0 : inputs;
    pads[2 * axes + 3] = outputs;
    return padded(filters, pads);
  }

  /** The bias with zeros. */
  String bias(String bias) {
    return padded(bias, new long[] {0, outputs});
  }

  /** The channels of the output that are wanted. */
  String output(String map, long channels) {
    return outputs == 0 ? map : "torch.slice(%s, 1, 0, %d)".formatted(map, channels);
  }

  private static String padded(String tensor, long[] pads) {
    return Arrays.stream(pads).allMatch(p -> p == 0)
        ? tensor
        : "torch.constant_pad_nd(%s, %s, 0)".formatted(tensor, ints(pads));
  }
}
