package dev.pluto.engine.operator.convolution;

import dev.pluto.engine.operator.base.Window;
import dev.pluto.spi.graph.Node;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The geometry of a transposed convolution: every input element is spread over a window of the
 * output, of which {@code begin} and {@code end} elements are cropped. One entry per spatial axis.
 *
 * @param kernel size of the window
 * @param strides distance of the windows
 * @param dilations distance of the taps of a window
 * @param begin elements cropped at the beginning
 * @param end elements cropped at the end
 * @param extra elements added behind the last window ({@code output_padding})
 * @param output output sizes
 */
@SuppressWarnings("ArrayRecordComponent") // short-lived, compared by nobody
record SpreadWindow(
    long[] kernel,
    long[] strides,
    long[] dilations,
    long[] begin,
    long[] end,
    long[] extra,
    long[] output) {

  /** The geometry of a node, {@code auto_pad} and {@code output_shape} resolved. */
  static SpreadWindow of(Node node, long[] kernel, long[] spatial) {
    int axes = kernel.length;
    long[] strides = Window.perAxis(node, "strides", axes);
    long[] dilations = Window.perAxis(node, "dilations", axes);
    long[] pads = node.intsAttribute("pads").orElseGet(() -> new long[2 * axes]);
    long[] extra = node.intsAttribute("output_padding").orElseGet(() -> new long[axes]);
    if (pads.length != 2 * axes || extra.length != axes) {
      throw new IllegalArgumentException("pads or output_padding do not fit " + axes + " axes");
    }
    long[] begin = Arrays.copyOf(pads, axes);
    long[] end = Arrays.copyOfRange(pads, axes, 2 * axes);
    String autoPad = node.textAttribute("auto_pad", "NOTSET");
    if (autoPad.equals("VALID")) {
      begin = new long[axes];
      end = new long[axes];
    }
    boolean same = autoPad.startsWith("SAME");
    long[] given = node.intsAttribute("output_shape").map(s -> lastOf(s, axes)).orElse(null);
    long[] output = new long[axes];
    for (int i = 0; i < axes; i++) {
      long full = (spatial[i] - 1) * strides[i] + (kernel[i] - 1) * dilations[i] + 1 + extra[i];
      if (given != null || same) {
        // Windows farther apart than they are large reach less far than SAME asks for; ONNX
        // Runtime leaves it at that.
        output[i] = given != null ? given[i] : Math.min(full, spatial[i] * strides[i]);
        long crop = full - output[i];
        if (crop < 0) {
          extra[i] -= crop;
          crop = 0;
        }
        begin[i] = autoPad.equals("SAME_UPPER") ? crop / 2 : crop - crop / 2;
        end[i] = crop - begin[i];
      } else {
        output[i] = full - begin[i] - end[i];
      }
      if (output[i] < 1 || begin[i] < 0 || end[i] < 0) {
        throw new IllegalArgumentException("pads leave nothing of spatial axis " + i);
      }
      if (extra[i] >= Math.max(strides[i], dilations[i])) {
        throw new IllegalArgumentException(
            "output_padding must be smaller than the stride or the dilation");
      }
    }
    return new SpreadWindow(kernel, strides, dilations, begin, end, extra, output);
  }

  private static long[] lastOf(long[] shape, int axes) {
    return Arrays.copyOfRange(shape, shape.length - axes, shape.length);
  }

  boolean isSymmetric() {
    return Arrays.equals(begin, end);
  }

  /** What is cropped at both ends. */
  long[] commonPads() {
    return IntStream.range(0, begin.length).mapToLong(i -> Math.min(begin[i], end[i])).toArray();
  }

  /** What is still to be cropped after {@link #commonPads}, as negative padding. */
  long[] cropAsTorchPads() {
    long[] common = commonPads();
    return Window.torchPads(
        IntStream.range(0, begin.length).mapToLong(i -> common[i] - begin[i]).toArray(),
        IntStream.range(0, end.length).mapToLong(i -> common[i] - end[i]).toArray());
  }
}
