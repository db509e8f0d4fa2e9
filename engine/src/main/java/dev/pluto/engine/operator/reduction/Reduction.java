package dev.pluto.engine.operator.reduction;

import ai.djl.ndarray.NDList;
import dev.pluto.engine.operator.base.Axes;
import dev.pluto.engine.operator.base.ChannelPaths;
import dev.pluto.engine.operator.base.Inputs;
import dev.pluto.engine.operator.base.Script;
import dev.pluto.engine.operator.base.ScriptedOperator;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.TensorType;
import dev.pluto.spi.operator.ChannelTracer;
import dev.pluto.spi.operator.ForwardContext;
import dev.pluto.spi.operator.InferenceContext;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The operators that reduce axes to one number each. The axes are an attribute, in newer operator
 * sets an input; without axes everything is reduced, or nothing if {@code noop_with_empty_axes} is
 * set.
 */
public final class Reduction extends ScriptedOperator {
  private final BiFunction<int[], Boolean, String> expression;

  private Reduction(String opType, BiFunction<int[], Boolean, String> expression) {
    super(opType);
    this.expression = expression;
  }

  /** A function that takes a list of axes and whether to keep them. */
  private Reduction(String opType, String template) {
    this(
        opType,
        (axes, keep) -> template.formatted(Script.ints(Axes.longs(axes)), Script.bool(keep)));
  }

  /** PyTorch's product takes one axis: the last ones first, so that the numbers of others hold. */
  private static String product(int[] axes, boolean keep) {
    String product = "x0";
    for (int i = axes.length - 1; i >= 0; i--) {
      product = "torch.prod(%s, %d, %s)".formatted(product, axes[i], Script.bool(keep));
    }
    return product;
  }

  /** Defines all of them. */
  public static Stream<Reduction> all() {
    return Stream.of(
        new Reduction("ReduceMean", "torch.mean(x0, %s, %s)"),
        new Reduction("ReduceSum", "torch.sum(x0, %s, %s)"),
        new Reduction("ReduceMax", "torch.amax(x0, %s, %s)"),
        new Reduction("ReduceMin", "torch.amin(x0, %s, %s)"),
        new Reduction("ReduceL1", "torch.sum(torch.abs(x0), %s, %s)"),
        new Reduction("ReduceL2", "torch.linalg_vector_norm(x0, 2, %s, %s)"),
        new Reduction("ReduceSumSquare", "torch.sum(torch.square(x0), %s, %s)"),
        new Reduction("ReduceLogSum", "torch.log(torch.sum(x0, %s, %s))"),
        new Reduction("ReduceLogSumExp", "torch.logsumexp(x0, %s, %s)"),
        new Reduction("ReduceProd", Reduction::product));
  }

  @Override
  public List<TensorType> infer(Node node, InferenceContext context) {
    TensorType input = context.input(0);
    int[] axes =
        axes(
            node,
            node.intsAttribute("axes").or(() -> Inputs.integers(context, 1, "the axes")),
            input.shape().rank());
    return List.of(new TensorType(input.dataType(), reduced(node, input.shape(), axes)));
  }

  private static Shape reduced(Node node, Shape input, int[] axes) {
    boolean keep = node.intAttribute("keepdims", 1) != 0;
    return Shape.of(
        IntStream.range(0, input.rank())
            .filter(axis -> keep || !Axes.contains(axes, axis))
            .mapToLong(axis -> Axes.contains(axes, axis) ? 1 : input.size(axis))
            .toArray());
  }

  /** The axes that stay pass. */
  @Override
  public void trace(Node node, ChannelTracer tracer) {
    String input = node.inputs().get(0);
    Shape shape = tracer.type(input).shape();
    Optional<long[]> given = node.intsAttribute("axes");
    if (given.isEmpty() && node.input(1).isPresent()) {
      given = tracer.constant(node.inputs().get(1)).map(Tensor::longs);
      if (given.isEmpty()) {
        ChannelPaths.fix(tracer, input, "computes the axes that it reduces");
        return;
      }
    }
    int[] axes = axes(node, given, shape.rank());
    ChannelPaths.fix(tracer, input, axes, "computes one number over it");
    boolean keep = node.intAttribute("keepdims", 1) != 0;
    int result = 0;
    for (int axis = 0; axis < shape.rank(); axis++) {
      boolean stays = !Axes.contains(axes, axis);
      if (stays && shape.size(axis) > 1) {
        ChannelPaths.pass(tracer, input, axis, node.output(), result);
      }
      result += stays || keep ? 1 : 0;
    }
  }

  @Override
  protected Script script(Node node, NDList inputs, ForwardContext context) {
    int rank = inputs.get(0).getShape().dimension();
    int[] axes =
        axes(node, node.intsAttribute("axes").or(() -> Inputs.integers(node, inputs, 1)), rank);
    if (axes.length == 0) {
      // An empty list means all axes to PyTorch; of a sum of nothing else its terms are left.
      return Script.of(node, ofOneElement(node.opType()));
    }
    boolean keep = node.intAttribute("keepdims", 1) != 0;
    return Script.of(node, expression.apply(axes, keep));
  }

  /** The reduction of every element alone. */
  private static String ofOneElement(String opType) {
    return switch (opType) {
      case "ReduceL1", "ReduceL2" -> "torch.abs(x0)";
      case "ReduceSumSquare" -> "torch.square(x0)";
      case "ReduceLogSum" -> "torch.log(x0)";
      default -> "torch.alias(x0)";
    };
  }

  private static int[] axes(Node node, Optional<long[]> given, int rank) {
    long[] axes = given.orElseGet(() -> new long[0]);
    if (axes.length == 0) {
      return node.intAttribute("noop_with_empty_axes", 0) != 0 ? new int[0] : Axes.all(rank);
    }
    return Axes.normalize(axes, rank);
  }
}
