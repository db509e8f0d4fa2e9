package dev.pluto.engine.operator.shape;

import dev.pluto.engine.operator.base.ChannelPaths;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.operator.ChannelTracer;
import dev.pluto.spi.operator.Channels;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * What becomes of channels when elements keep their row-major order and only the axes change.
 *
 * <p>The axes fall into blocks: the shortest runs of input axes and of output axes that hold
 * equally many elements. Within a block of one axis on either side, one axis of the other side is
 * taken to hold the channels; the others are spatial positions, groups or block sizes that do not
 * change. Whatever the choice, what is said is exact; a wrong one only leaves channels fixed.
 *
 * @param input input axes of the block, sizes above 1 only
 * @param output output axes of the block, sizes above 1 only
 */
record Regrouping(List<Integer> input, List<Integer> output) {
  private static final int CHANNEL_AXIS = 1;

  /** Positions that are followed one by one; larger blocks stay as they are. */
  private static final long MOST_ELEMENTS = 1 << 22;

  /**
   * Traces a node that regroups axes.
   *
   * @param adapts whether the node gives an output axis another size when channels are removed
   */
  static void trace(ChannelTracer tracer, String input, String output, IntPredicate adapts) {
    Shape from = tracer.type(input).shape();
    Shape to = tracer.type(output).shape();
    if (from.elements() == 0) {
      return;
    }
    for (Regrouping block : blocks(from, to)) {
      block.trace(tracer, input, from, output, to, adapts);
    }
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
      ChannelTracer tracer, String in, Shape from, String out, Shape to, IntPredicate adapts) {
    long elements = 1;
    for (int axis : input) {
      elements *= from.size(axis);
    }
    if ((input.size() > 1 && output.size() > 1) || elements > MOST_ELEMENTS) {
      return;
    }
    int source = input.size() == 1 ? input.get(0) : merged();
    int target = output.size() == 1 ? output.get(0) : split();
    if (!adapts.test(target)) {
      return;
    }
    ChannelPaths.operand(tracer, in, source);
    tracer.carry(out, target);
    tracer.tie(
        spread(tracer.channels(in, source), input, from, source),
        spread(tracer.channels(out, target), output, to, target));
  }

  /** Channels × positions or channels × groups are merged at axis 1, heads × channels behind it. */
  private int merged() {
    return input.contains(CHANNEL_AXIS) ? CHANNEL_AXIS : input.get(input.size() - 1);
  }

  /** Two parts are groups × channels; more are channels × positions or × block sizes. */
  private int split() {
    return output.get(output.size() == 2 ? 1 : 0);
  }

  /** The channels of one axis for every element of a block, in order. */
  private static Channels spread(Channels channels, List<Integer> axes, Shape shape, int axis) {
    int before = 1;
    int behind = 1;
    for (int other : axes) {
      if (other < axis) {
        before = Math.toIntExact(before * shape.size(other));
      } else if (other > axis) {
        behind = Math.toIntExact(behind * shape.size(other));
      }
    }
    return channels.repeatEach(behind).tile(before);
  }
}
