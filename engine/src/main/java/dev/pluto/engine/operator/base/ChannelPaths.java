package dev.pluto.engine.operator.base;

import dev.pluto.spi.operator.ChannelTracer;
import dev.pluto.spi.operator.Channels;

/** The phrases in which operators say how channels pass through them. */
public final class ChannelPaths {
  private ChannelPaths() {}

  /** Index {@code i} of an axis of an operand is index {@code i} of an axis of the result. */
  public static void pass(
      ChannelTracer tracer, String operand, int operandAxis, String result, int resultAxis) {
    operand(tracer, operand, operandAxis);
    tracer.carry(result, resultAxis);
    tracer.tie(tracer.channels(operand, operandAxis), tracer.channels(result, resultAxis));
  }

  /** All axes longer than 1 pass unchanged. */
  public static void passAll(ChannelTracer tracer, String operand, String result) {
    for (int axis = 0; axis < tracer.type(operand).shape().rank(); axis++) {
      if (tracer.type(operand).shape().size(axis) > 1) {
        pass(tracer, operand, axis, result, axis);
      }
    }
  }

  /** An operand is used channel by channel; an initializer makes its channels. */
  public static void operand(ChannelTracer tracer, String operand, int axis) {
    if (tracer.isInitializer(operand)) {
      tracer.produces(operand, axis);
    } else {
      tracer.carry(operand, axis);
    }
  }

  /** An initializer whose axis makes these channels, such as a row of filters. */
  public static void produced(
      ChannelTracer tracer, String initializer, int axis, Channels channels) {
    tracer.produces(initializer, axis);
    tracer.tie(tracer.channels(initializer, axis), channels);
  }

  /** A bias, constant or computed, one element for each of these channels. */
  public static void bias(ChannelTracer tracer, String bias, Channels channels) {
    operand(tracer, bias, 0);
    tracer.tie(tracer.channels(bias, 0), channels);
  }

  /** An initializer whose axis is multiplied with these channels and summed away. */
  public static void contracted(
      ChannelTracer tracer, String initializer, int axis, Channels channels) {
    tracer.contracts(initializer, axis);
    tracer.tie(tracer.channels(initializer, axis), channels);
  }

  /**
   * The products of two tensors are summed over these axes. Of two values nothing constant could
   * switch a channel off.
   */
  public static void sum(ChannelTracer tracer, String a, int axisOfA, String b, int axisOfB) {
    if (tracer.isInitializer(a) == tracer.isInitializer(b)) {
      tracer.fix(tracer.channels(a, axisOfA), "sums products of two values over it");
      tracer.fix(tracer.channels(b, axisOfB), "sums products of two values over it");
    } else if (tracer.isInitializer(b)) {
      tracer.carry(a, axisOfA);
      contracted(tracer, b, axisOfB, tracer.channels(a, axisOfA));
    } else {
      tracer.carry(b, axisOfB);
      contracted(tracer, a, axisOfA, tracer.channels(b, axisOfB));
    }
  }

  /** No axis can shrink. */
  public static void fix(ChannelTracer tracer, String tensor, String reason) {
    fix(tracer, tensor, Axes.all(tracer.type(tensor).shape().rank()), reason);
  }

  /** The axes longer than 1 can't shrink. */
  public static void fix(ChannelTracer tracer, String tensor, int[] axes, String reason) {
    for (int axis : axes) {
      if (tracer.type(tensor).shape().size(axis) > 1) {
        tracer.fix(tracer.channels(tensor, axis), reason);
      }
    }
  }
}
