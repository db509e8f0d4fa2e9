package dev.pluto.engine.operator.shape;

import dev.pluto.engine.operator.base.ChannelPaths;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.operator.ChannelTracer;
import dev.pluto.spi.operator.Channels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * What becomes of channels when elements keep their row-major order and only the axes change.
 *
 * <p>The axes fall into blocks: the shortest runs of input axes and of output axes that hold
 * equally many elements. Within a block every axis is the product of factors that both sides have
 * in common: 12·64 columns become 12 heads of 64 columns. Whole channels of a factor may go.
 *
 * @param input input axes of the block, sizes above 1 only
 * @param output output axes of the block, sizes above 1 only
 */
record Regrouping(List<Integer> input, List<Integer> output) {
  /** Positions that are followed one by one; larger blocks stay as they are. */
  private static final long MOST_ELEMENTS = 1 << 22;

  /**
   * Traces a node that regroups axes.
   *
   * @param obstacle why the node can't give an output axis another size when channels are removed
   */
  static void trace(
      ChannelTracer tracer, String input, String output, IntFunction<Optional<String>> obstacle) {
    Shape from = tracer.type(input).shape();
    Shape to = tracer.type(output).shape();
    if (from.elements() == 0) {
      return;
    }
    for (Regrouping block : blocks(from, to)) {
      block.trace(tracer, input, from, output, to, obstacle);
    }
  }

  /** Traces a node that gives every output axis the size that follows from the input. */
  static void trace(ChannelTracer tracer, String input, String output) {
    trace(tracer, input, output, axis -> Optional.empty());
  }

  /** Whether an output axis holds just what the input axis of the same number holds. */
  static boolean keepsAxis(Shape from, Shape to, int axis) {
    List<Integer> alone = List.of(axis);
    return blocks(from, to).contains(new Regrouping(alone, alone));
  }

  /** The blocks of two shapes with equally many elements, at least one. */
  static List<Regrouping> blocks(Shape from, Shape to) {
    List<Regrouping> blocks = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < from.rank() || j < to.rank()) {
      List<Integer> input = new ArrayList<>();
      List<Integer> output = new ArrayList<>();
      long inputElements = 1;
      long outputElements = 1;
      do {
        if (j == to.rank() || (i < from.rank() && inputElements <= outputElements)) {
          inputElements *= from.size(i);
          addIfLong(input, from, i++);
        } else {
          outputElements *= to.size(j);
          addIfLong(output, to, j++);
        }
      } while (inputElements != outputElements);
      if (!input.isEmpty()) {
        blocks.add(new Regrouping(List.copyOf(input), List.copyOf(output)));
      }
    }
    return blocks;
  }

  private static void addIfLong(List<Integer> axes, Shape shape, int axis) {
    if (shape.size(axis) > 1) {
      axes.add(axis);
    }
  }

  private void trace(
      ChannelTracer tracer,
      String in,
      Shape from,
      String out,
      Shape to,
      IntFunction<Optional<String>> obstacle) {
    NavigableSet<Long> strides = strides(from, to);
    if (strides.last() > MOST_ELEMENTS) {
      return;
    }
    if (!divide(List.copyOf(strides))) {
      String reason = "regroups it into parts that cut through one another";
      ChannelPaths.fix(tracer, in, ints(input), reason);
      ChannelPaths.fix(tracer, out, ints(output), reason);
      return;
    }
    Factors factors = new Factors(strides);
    for (int axis : input) {
      ChannelPaths.operand(tracer, in, axis);
      factors.add(tracer, tracer.channels(in, axis), stride(input, from, axis));
    }
    for (int axis : output) {
      Channels channels = tracer.channels(out, axis);
      tracer.carry(out, axis);
      factors.add(tracer, channels, stride(output, to, axis));
      obstacle.apply(axis).ifPresent(reason -> tracer.fix(channels, reason));
    }
  }

  /** The distances, in elements of the block, between neighbours along any of its axes. */
  private NavigableSet<Long> strides(Shape from, Shape to) {
    NavigableSet<Long> strides = new TreeSet<>();
    input.forEach(axis -> strides.add(stride(input, from, axis)));
    output.forEach(axis -> strides.add(stride(output, to, axis)));
    strides.add(input.stream().mapToLong(from::size).reduce(1, Math::multiplyExact));
    return strides;
  }

  /** Whether each is a multiple of the one before. */
  private static boolean divide(List<Long> ascending) {
    return IntStream.range(1, ascending.size())
        .allMatch(i -> ascending.get(i) % ascending.get(i - 1) == 0);
  }

  private static int[] ints(List<Integer> axes) {
    return axes.stream().mapToInt(Integer::intValue).toArray();
  }

  private static long stride(List<Integer> axes, Shape shape, int axis) {
    return axes.stream()
        .filter(other -> other > axis)
        .mapToLong(shape::size)
        .reduce(1, (a, b) -> a * b);
  }

  /** The factors of a block, by the distance of neighbours. */
  private static final class Factors {
    private final NavigableSet<Long> strides;
    private final Map<Long, Channels> channels = new HashMap<>();

    Factors(NavigableSet<Long> strides) {
      this.strides = strides;
    }

    /** Says of which factors an axis is made. */
    void add(ChannelTracer tracer, Channels axis, long stride) {
      List<Long> own =
          List.copyOf(strides.subSet(stride, true, stride * axis.size(), true).descendingSet());
      if (own.size() == 2) {
        Channels known = channels.putIfAbsent(stride, axis);
        if (known != null) {
          tracer.tie(known, axis);
        }
        return;
      }
      List<Channels> factors = new ArrayList<>();
      for (int i = 1; i < own.size(); i++) {
        int size = Math.toIntExact(own.get(i - 1) / own.get(i));
        factors.add(channels.computeIfAbsent(own.get(i), s -> tracer.unnamed(size)));
      }
      tracer.multiply(axis, factors);
    }
  }
}
