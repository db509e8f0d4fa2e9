package dev.pluto.plugins.nas;

import dev.pluto.spi.graph.Attribute;
import dev.pluto.spi.graph.Node;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How the kernel of a two-dimensional convolution moves, as rows and columns.
 *
 * @param strides steps
 * @param begin padding at the beginning
 * @param end padding at the end
 * @param dilations distances between elements of the kernel
 */
record Window(List<Long> strides, List<Long> begin, List<Long> end, List<Long> dilations) {
  /** A kernel of one element that moves by one. */
  static final Window POINT =
      new Window(List.of(1L, 1L), List.of(0L, 0L), List.of(0L, 0L), List.of(1L, 1L));

  /** The window of a node; empty where padding follows from the size of the input. */
  static Optional<Window> of(Node node) {
    String automatic = node.textAttribute("auto_pad", "NOTSET");
    if (!automatic.equals("NOTSET") && !automatic.equals("VALID")) {
      return Optional.empty();
    }
    List<Long> pads = list(node.intsAttribute("pads").orElse(new long[] {0, 0, 0, 0}));
    return Optional.of(
        new Window(
            list(node.intsAttribute("strides").orElse(new long[] {1, 1})),
            pads.subList(0, 2),
            pads.subList(2, 4),
            list(node.intsAttribute("dilations").orElse(new long[] {1, 1}))));
  }

  private static List<Long> list(long[] values) {
    return Arrays.stream(values).boxed().toList();
  }

  /** The rows of this window alone. */
  Window rows() {
    return axis(0);
  }

  /** The columns of this window alone. */
  Window columns() {
    return axis(1);
  }

  private Window axis(int axis) {
    return new Window(
        one(strides, axis, 1), one(begin, axis, 0), one(end, axis, 0), one(dilations, axis, 1));
  }

  private static List<Long> one(List<Long> values, int axis, long other) {
    return axis == 0 ? List.of(values.get(0), other) : List.of(other, values.get(1));
  }

  /**
   * The window of a kernel without the outermost rows and columns at the same places; empty where
   * that would need negative padding.
   */
  Optional<Window> shrunk(int rows, int columns) {
    List<Long> less = List.of(rows * dilations.get(0), columns * dilations.get(1));
    List<Long> newBegin = List.of(begin.get(0) - less.get(0), begin.get(1) - less.get(1));
    List<Long> newEnd = List.of(end.get(0) - less.get(0), end.get(1) - less.get(1));
    return Stream.concat(newBegin.stream(), newEnd.stream()).anyMatch(p -> p < 0)
        ? Optional.empty()
        : Optional.of(new Window(strides, newBegin, newEnd, dilations));
  }

  /** The attributes of a convolution with this window. */
  Map<String, Attribute> attributes(Filters filters, long group) {
    Map<String, Attribute> attributes = new LinkedHashMap<>();
    attributes.put("dilations", new Attribute.Ints(dilations));
    attributes.put("group", new Attribute.IntValue(group));
    attributes.put(
        "kernel_shape",
        new Attribute.Ints(List.of((long) filters.height(), (long) filters.width())));
    attributes.put(
        "pads", new Attribute.Ints(Stream.concat(begin.stream(), end.stream()).toList()));
    attributes.put("strides", new Attribute.Ints(strides));
    return attributes;
  }
}
