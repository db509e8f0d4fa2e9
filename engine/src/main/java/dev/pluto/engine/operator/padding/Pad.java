package dev.pluto.engine.operator.padding;

import static dev.pluto.engine.operator.base.Script.ints;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.pluto.engine.operator.base.ChannelPaths;
import dev.pluto.engine.operator.base.Inputs;
import dev.pluto.engine.operator.base.Script;
import dev.pluto.engine.operator.base.ScriptedOperator;
import dev.pluto.engine.operator.base.Window;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.TensorType;
import dev.pluto.spi.operator.ChannelTracer;
import dev.pluto.spi.operator.Channels;
import dev.pluto.spi.operator.ForwardContext;
import dev.pluto.spi.operator.InferenceContext;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Pad: a constant, the mirrored inside (reflect), the border element (edge) or the other end (wrap)
 * around a tensor; negative numbers cut off. Pads and constant are attributes, since operator set
 * 11 inputs.
 */
public final class Pad extends ScriptedOperator {
  private static final String PADS = "pads";
  private static final int VALUE = 2;
  private static final int AXES = 3;

  /** Defines Pad. */
  public Pad() {
    super("Pad");
  }

  @Override
  public List<TensorType> infer(Node node, InferenceContext context) {
    TensorType data = context.input(0);
    Margins margins =
        Margins.of(
            required(node.intsAttribute(PADS).or(() -> Inputs.integers(context, 1, "the pads"))),
            Inputs.integers(context, AXES, "the axes"),
            data.shape().rank());
    Shape padded = margins.around(data.shape());
    for (int axis = 0; axis < padded.rank(); axis++) {
      if (!margins.isEmpty(axis) && padded.size(axis) > 0) {
        check(mode(node), data.shape().size(axis));
      }
    }
    return List.of(new TensorType(data.dataType(), padded));
  }

  private static void check(String mode, long size) {
    switch (mode) {
      case "constant" -> {}
      case "edge", "wrap", "reflect" -> {
        if (size == 0) {
          throw new IllegalArgumentException("an axis without elements to copy");
        }
      }
      default -> throw new IllegalArgumentException("mode " + mode);
    }
  }

  private static long[] required(Optional<long[]> pads) {
    return pads.orElseThrow(() -> new IllegalArgumentException("the pads are missing"));
  }

  /**
   * Axes without pads pass. Constant channels in front of and behind others are removed like
   * channels, the number of pads with them.
   */
  @Override
  public void trace(Node node, ChannelTracer tracer) {
    String data = node.inputs().get(0);
    Shape shape = tracer.type(data).shape();
    boolean attribute = node.intsAttribute(PADS).isPresent();
    boolean written =
        attribute || node.input(1).filter(pads -> !tracer.isInitializer(pads)).isEmpty();
    Margins margins =
        Margins.of(
            required(
                node.intsAttribute(PADS)
                    .or(() -> node.input(1).flatMap(tracer::constant).map(Tensor::longs))),
            node.input(AXES).flatMap(tracer::constant).map(Tensor::longs),
            shape.rank());
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (shape.size(axis) < 2) {
        continue;
      }
      Channels whole = tracer.channels(data, axis);
      boolean grows = margins.begin()[axis] >= 0 && margins.end()[axis] >= 0;
      if (!written) {
        tracer.fix(whole, "computes how far it pads");
      } else if (margins.isEmpty(axis)) {
        ChannelPaths.pass(tracer, data, axis, node.output(), axis);
      } else if (mode(node).equals("constant") && grows) {
        int begin = Math.toIntExact(margins.begin()[axis]);
        Channels padded = tracer.channels(node.output(), axis);
        ChannelPaths.operand(tracer, data, axis);
        tracer.carry(node.output(), axis);
        tracer.tie(whole, padded.slice(begin, begin + whole.size()));
        int entry = margins.entry()[axis];
        count(node, tracer, entry, padded.slice(0, begin));
        count(
            node,
            tracer,
            entry + margins.pairs(),
            padded.slice(begin + whole.size(), padded.size()));
      } else {
        tracer.fix(whole, "pads it with copies of its elements or cuts some off");
      }
    }
  }

  private static void count(Node node, ChannelTracer tracer, int entry, Channels added) {
    if (added.size() == 0) {
      return;
    }
    if (node.intsAttribute(PADS).isPresent()) {
      tracer.countsInAttribute(PADS, entry, added);
    } else {
      tracer.countsInConstant(node.inputs().get(1), entry, added);
    }
  }

  @Override
  protected Script script(Node node, NDList inputs, ForwardContext context) {
    Shape shape = Shape.of(Inputs.sizes(inputs.get(0)));
    Margins margins =
        Margins.of(
            required(node.intsAttribute(PADS).or(() -> Inputs.integers(node, inputs, 1))),
            Inputs.integers(node, inputs, AXES),
            shape.rank());
    if (mode(node).equals("constant")) {
      return Script.of(
          node,
          "torch.constant_pad_nd(x0, %s, %s)"
              .formatted(
                  ints(Window.torchPads(margins.begin(), margins.end())), value(node, inputs)));
    }
    String expression = "torch.alias(x0)";
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (!margins.isEmpty(axis)) {
        expression =
            "torch.index_select(%s, %d, %s)"
                .formatted(
                    expression,
                    axis,
                    Script.vector(indices(node, shape.size(axis), margins, axis)));
      }
    }
    return Script.of(node, expression);
  }

  private static String value(Node node, NDList inputs) {
    Optional<NDArray> value = Inputs.array(node, inputs, VALUE);
    if (value.isEmpty()) {
      return Script.number(node.floatAttribute("value", 0));
    }
    return inputs.get(0).getDataType().isFloating()
        ? Script.number(value.get().toFloatArray()[0])
        : Long.toString(Inputs.integers(node, inputs, VALUE).orElseThrow()[0]);
  }

  /** The elements of an axis of which the padded axis is made. */
  private static long[] indices(Node node, long size, Margins margins, int axis) {
    String mode = mode(node);
    LongStream places = LongStream.range(-margins.begin()[axis], size + margins.end()[axis]);
    return switch (mode) {
      case "constant" -> new long[0];
      case "edge" -> places.map(i -> Math.max(0, Math.min(size - 1, i))).toArray();
      case "wrap" -> places.map(i -> Math.floorMod(i, size)).toArray();
      case "reflect" -> places.map(i -> mirrored(i, size)).toArray();
      default -> throw new IllegalArgumentException("mode " + mode);
    };
  }

  /** The border elements are not repeated: 2 1 | 0 1 2 | 1 0. */
  private static long mirrored(long index, long size) {
    if (size == 1) {
      return 0;
    }
    long inPeriod = Math.floorMod(index, 2 * (size - 1));
    return Math.min(inPeriod, 2 * (size - 1) - inPeriod);
  }

  private static String mode(Node node) {
    return node.textAttribute("mode", "constant");
  }
}
