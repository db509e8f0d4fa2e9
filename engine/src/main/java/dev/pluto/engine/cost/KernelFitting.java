package dev.pluto.engine.cost;

import dev.pluto.spi.graph.Attribute;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.hardware.TensorForm;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Fits numbers in nodes that count channels to the shapes that the node has in a kernel. Which
 * channels are gone is not known, only how many, and the time of a kernel does not depend on it.
 */
final class KernelFitting {
  /** Places among the inputs of a Resize. */
  private static final int FACTORS = 2;

  private static final int SIZES = 3;

  private final Graph graph;
  private final Map<String, TensorForm> forms;
  private final Graph.Builder builder;

  /**
   * Fits nodes.
   *
   * @param graph holds the numbers as they are written
   * @param forms of the kernel's tensors
   * @param builder takes new constants
   */
  KernelFitting(Graph graph, Map<String, TensorForm> forms, Graph.Builder builder) {
    this.graph = graph;
    this.forms = forms;
    this.builder = builder;
  }

  /** The node with numbers that fit. */
  Node fit(Node node) {
    Optional<Shape> input = shape(node.inputs().get(0));
    Optional<Shape> output = shape(node.output());
    return switch (node.opType()) {
      case "Conv" -> convolution(node);
      case "ConvTranspose" -> transposedConvolution(node);
      case "Split" -> split(node);
      case "Reshape", "Expand" ->
          output.map(shape -> withConstant(node, 1, shape.sizes())).orElse(node);
      case "Resize" ->
          input.isPresent() && output.isPresent() ? resize(node, input.get(), output.get()) : node;
      case "Slice" ->
          input.isPresent() && output.isPresent() ? slice(node, input.get(), output.get()) : node;
      case "Pad" ->
          input.isPresent() && output.isPresent() ? pad(node, input.get(), output.get()) : node;
      case "Gather" ->
          input.isPresent() && output.isPresent() ? gather(node, input.get(), output.get()) : node;
      case "GroupNormalization" -> groups(node);
      case "RNN", "GRU", "LSTM" -> recurrent(node);
      default -> node;
    };
  }

  private Optional<Shape> shape(String tensor) {
    return Optional.ofNullable(forms.get(tensor)).map(TensorForm::shape);
  }

  private Node convolution(Node node) {
    Optional<Shape> input = shape(node.inputs().get(0));
    Optional<Shape> filters = shape(node.inputs().get(1));
    if (input.isEmpty() || filters.isEmpty() || node.intAttribute("group", 1) == 1) {
      return node;
    }
    return node.withAttribute(
        "group", new Attribute.IntValue(input.get().size(1) / filters.get().size(1)));
  }

  /** Only groups of one channel each become fewer. */
  private Node transposedConvolution(Node node) {
    Optional<Shape> input = shape(node.inputs().get(0));
    long group = node.intAttribute("group", 1);
    boolean depthwise =
        group > 1
            && graph
                .initializer(node.inputs().get(1))
                .filter(filters -> filters.shape().size(0) == group)
                .isPresent();
    return depthwise && input.isPresent()
        ? node.withAttribute("group", new Attribute.IntValue(input.get().size(1)))
        : node;
  }

  /** As many groups as a vector of scales has elements, or as many as divide the channels. */
  private Node groups(Node node) {
    Optional<Shape> input = shape(node.inputs().get(0));
    long groups = node.intAttribute("num_groups", 1);
    if (input.isEmpty()) {
      return node;
    }
    long channels = input.get().size(1);
    long original =
        graph.initializer(node.inputs().get(1)).map(t -> t.shape().size(0)).orElse(groups);
    long fitted =
        original == groups
            ? shape(node.inputs().get(1)).map(s -> s.size(0)).orElse(groups)
            : Math.max(1, groups * channels / original);
    return node.withAttribute("num_groups", new Attribute.IntValue(fitted));
  }

  /** The last axis of R counts the hidden units. */
  private Node recurrent(Node node) {
    Optional<Shape> recurrence = shape(node.inputs().get(2));
    return recurrence.isPresent() && node.attributes().containsKey("hidden_size")
        ? node.withAttribute("hidden_size", new Attribute.IntValue(recurrence.get().size(2)))
        : node;
  }

  private Node split(Node node) {
    long axis = node.intAttribute("axis", 0);
    long[] parts = new long[node.outputs().size()];
    for (int i = 0; i < parts.length; i++) {
      Optional<Shape> part = shape(node.outputs().get(i));
      if (part.isEmpty()) {
        return node;
      }
      parts[i] = part.get().size((int) axis);
    }
    return with(node, "split", 1, parts);
  }

  /** Sizes or factors that the model computes from shapes are the ones that this shape needs. */
  private Node resize(Node node, Shape input, Shape output) {
    if (node.attributes().containsKey("axes")) {
      return node;
    }
    if (node.input(SIZES).filter(this::isGiven).isPresent()) {
      return withConstant(node, SIZES, output.sizes());
    }
    return node.input(FACTORS).filter(f -> graph.initializer(f).isEmpty()).isPresent()
        ? withFactors(node, input, output)
        : node;
  }

  /** Whether a tensor is computed, or a constant with elements. */
  private boolean isGiven(String tensor) {
    return graph.initializer(tensor).filter(t -> t.shape().elements() == 0).isEmpty();
  }

  private Node withFactors(Node node, Shape input, Shape output) {
    float[] factors = new float[input.rank()];
    for (int axis = 0; axis < factors.length; axis++) {
      factors[axis] = (float) output.size(axis) / input.size(axis);
    }
    return withConstant(node, FACTORS, Tensor.ofFloats(Shape.of(factors.length), factors));
  }

  private Node slice(Node node, Shape input, Shape output) {
    Optional<long[]> starts = written(node, "starts", 1);
    Optional<long[]> ends = written(node, "ends", 2);
    if (starts.isEmpty() || ends.isEmpty()) {
      return node;
    }
    long[] axes =
        written(node, "axes", 3)
            .orElseGet(() -> LongStream.range(0, starts.get().length).toArray());
    Optional<long[]> steps = written(node, "steps", 4);
    for (int i = 0; i < axes.length; i++) {
      int axis = (int) (axes[i] < 0 ? axes[i] + input.rank() : axes[i]);
      if (steps.isEmpty() || steps.get()[i] == 1) {
        long size = input.size(axis);
        long taken = output.size(axis);
        long start = starts.get()[i];
        // A bound that counts from the end may count more channels than there are.
        long first = Math.max(0, Math.min(start < 0 ? size + start : start, size - taken));
        starts.get()[i] = first;
        ends.get()[i] = first + taken;
      }
    }
    return with(with(node, "starts", 1, starts.get()), "ends", 2, ends.get());
  }

  /** Picks as many channels as are left to pick, of those that are left. */
  private Node gather(Node node, Shape input, Shape output) {
    long axis = node.intAttribute("axis", 0);
    int place = (int) (axis < 0 ? axis + input.rank() : axis);
    Optional<long[]> indices =
        node.input(1)
            .flatMap(graph::initializer)
            .filter(constant -> constant.shape().rank() == 1 && !constant.dataType().isFloat())
            .map(Tensor::longs);
    if (indices.isEmpty()) {
      return node;
    }
    long[] picked =
        LongStream.range(0, output.size(place))
            .map(i -> indices.get()[(int) i] % input.size(place))
            .toArray();
    return withConstant(node, 1, picked);
  }

  private Node pad(Node node, Shape input, Shape output) {
    Optional<long[]> pads = written(node, "pads", 1);
    if (pads.isEmpty()) {
      return node;
    }
    int count = pads.get().length / 2;
    long[] axes = written(node, "axes", 3).orElseGet(() -> LongStream.range(0, count).toArray());
    for (int i = 0; i < count; i++) {
      long added = output.size((int) axes[i]) - input.size((int) axes[i]);
      if (added >= 0 && pads.get()[i] >= 0) {
        pads.get()[i] = Math.min(pads.get()[i], added);
        pads.get()[i + count] = added - pads.get()[i];
      }
    }
    return with(node, "pads", 1, pads.get());
  }

  /** Integers that are an attribute or, in newer operator sets, a constant input. */
  private Optional<long[]> written(Node node, String attribute, int input) {
    return node.intsAttribute(attribute)
        .or(() -> node.input(input).flatMap(graph::initializer).map(Tensor::longs))
        .map(long[]::clone);
  }

  private Node with(Node node, String attribute, int input, long[] values) {
    if (node.intsAttribute(attribute).isPresent()) {
      return node.withAttribute(
          attribute, new Attribute.Ints(Arrays.stream(values).boxed().toList()));
    }
    return node.input(input).isPresent() ? withConstant(node, input, values) : node;
  }

  private Node withConstant(Node node, int input, long[] values) {
    boolean narrow =
        graph.initializer(node.inputs().get(input)).map(Tensor::dataType).orElse(DataType.INT64)
            == DataType.INT32;
    return withConstant(
        node, input, narrow ? ints(values) : Tensor.ofLongs(Shape.of(values.length), values));
  }

  private Node withConstant(Node node, int input, Tensor constant) {
    String name = node.inputs().get(input) + ".kernel" + node.name();
    builder.initializer(name, constant);
    List<String> inputs = new ArrayList<>(node.inputs());
    inputs.set(input, name);
    return node.withInputs(inputs);
  }

  /** Bounds of a slice have one type. */
  private static Tensor ints(long[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (long value : values) {
      bytes.putInt((int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, value)));
    }
    return Tensor.of(DataType.INT32, Shape.of(values.length), bytes.flip());
  }
}
