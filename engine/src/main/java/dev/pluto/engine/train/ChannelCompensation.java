package dev.pluto.engine.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.pluto.spi.graph.Node;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Makes up for channels that are gone, without training: every convolution and matrix product gets
 * the weights with which it reads from the channels that are left what the original read from all
 * of them.
 *
 * <p>Node by node, in the order of the graph, the original's input channels X are regressed on
 * those of the changed network X', which has the errors of all nodes before it: X ≈ A·X' + a. With
 * the original's weights W the node then computes W·A·X' + W·a. (The reconstruction step of He et
 * al., "Channel Pruning for Accelerating Very Deep Neural Networks", 2017, per channel instead of
 * per kernel element, which costs a matrix of channels × channels however large the kernel is.)
 * Where a kernel reaches over the border of a padded map, a is counted as if there were no border.
 *
 * <p>Depthwise and grouped convolutions, weights that several nodes read, and nodes that the
 * original does not have keep their weights.
 */
public final class ChannelCompensation {
  /** Weight of "as before" in the regression, relative to the mean square of a channel. */
  private static final double RIDGE = 1e-3;

  private static final String SOLVE =
      """
      def forward(self, a, b):
          return torch.linalg_solve(a, b)
      """;

  private final TrainingSession session;
  private final TrainableGraph original;
  private final TrainableGraph changed;
  private final Hooks hooks;
  private final List<Batch> batches;

  /**
   * Prepares a compensation.
   *
   * @param original the network before anything was removed
   * @param changed a network with the same names for the same things; its weights are replaced
   * @param hooks what removes channels from it
   * @param batches samples on which the regressions rest
   */
  public ChannelCompensation(
      TrainingSession session,
      TrainableGraph original,
      TrainableGraph changed,
      Hooks hooks,
      List<Batch> batches) {
    this.session = session;
    this.original = original;
    this.changed = changed;
    this.hooks = hooks;
    this.batches = List.copyOf(batches);
  }

  /** Replaces weights and biases. */
  public void run() {
    for (Node node : changed.graph().nodes()) {
      Contraction.of(node, changed.graph()).filter(this::isCommon).ifPresent(this::compensate);
    }
  }

  private boolean isCommon(Contraction contraction) {
    return sameShape(contraction.weight())
        && contraction.bias().stream().allMatch(this::sameShape)
        && original.graph().nodes().contains(contraction.node());
  }

  private boolean sameShape(String weight) {
    NDArray before = original.weights().get(weight);
    NDArray after = changed.weights().get(weight);
    return before != null && after != null && before.getShape().equals(after.getShape());
  }

  private static NDArray weight(TrainableGraph graph, String name) {
    return Optional.ofNullable(graph.weights().get(name)).orElseThrow();
  }

  private void compensate(Contraction contraction) {
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      TrainableGraph.withoutGradient(
          () -> {
            regress(contraction).ifPresent(map -> apply(contraction, map));
            return contraction;
          });
    }
  }

  /**
   * The regression of the original's channels on those that are left.
   *
   * @return [channels + 1, channels]: A transposed, with a below; the rows of channels that are
   *     gone are 0. Empty if no channel is left
   */
  private Optional<NDArray> regress(Contraction contraction) {
    NDManager manager = session.manager();
    NDArray kept = kept(contraction);
    long channels = kept.size();
    // Without a bias there is no place for a: its row is treated as a channel that is gone.
    float constant = contraction.bias().isPresent() ? 1 : 0;
    NDArray products = manager.zeros(new Shape(channels + 1, channels + 1), DataType.FLOAT64);
    NDArray targets = manager.zeros(new Shape(channels + 1, channels), DataType.FLOAT64);
    double rows = 0;
    for (Batch batch : batches) {
      try (NDScope scope = new NDScope()) {
        scope.suppressNotUsedWarning();
        NDArray before = matrix(original, Hooks.NONE, batch, contraction);
        NDArray after = matrix(changed, hooks, batch, contraction);
        NDArray ones = after.getManager().full(new Shape(after.getShape().get(0), 1), constant);
        after = after.mul(kept.reshape(1, -1)).concat(ones, 1);
        NDArray transposed = after.transpose();
        products.addi(transposed.matMul(after).toType(DataType.FLOAT64, false));
        targets.addi(transposed.matMul(before).toType(DataType.FLOAT64, false));
        rows += after.getShape().get(0);
      }
    }
    double left = kept.sum().getFloat();
    if (left == 0 || rows == 0) {
      return Optional.empty();
    }
    NDArray identity = manager.eye((int) channels + 1).toType(DataType.FLOAT64, false);
    double squares = products.mul(identity).sum().getDouble() - constant * rows;
    double ridge = RIDGE * squares / left + Float.MIN_NORMAL;
    NDArray present =
        kept.concat(manager.full(new Shape(1), constant), 0).toType(DataType.FLOAT64, false);
    NDArray same = identity.get(":, :" + channels).mul(present.reshape(-1, 1));
    // Channels that are gone have zero rows; a one on the diagonal leaves their solution at zero.
    NDArray solvable = products.add(identity.mul(present.mul(-1).add(1 + ridge).reshape(-1, 1)));
    NDList solution =
        session.scripts().compile(SOLVE).apply(new NDList(solvable, targets.add(same.mul(ridge))));
    return Optional.of(solution.get(0).toType(DataType.FLOAT32, false));
  }

  /** 1 for each channel of the input that the weight still reads, 0 for the others. */
  private NDArray kept(Contraction contraction) {
    NDArray weight = weight(changed, contraction.weight());
    NDArray mask = hooks.weight(contraction.weight(), weight.onesLike(), false);
    int[] others =
        IntStream.range(0, mask.getShape().dimension())
            .filter(a -> a != contraction.weightAxis())
            .toArray();
    return mask.sum(others).gt(0).toType(DataType.FLOAT32, false);
  }

  /** The input of a node as rows of channels. */
  private NDArray matrix(TrainableGraph graph, Hooks active, Batch batch, Contraction contraction) {
    Set<String> wanted = Set.of(contraction.value());
    NDArray value =
        graph.values(batch.inputs(session.manager()), active, wanted).values().stream()
            .findFirst()
            .orElseThrow();
    int axis = contraction.valueAxis(value.getShape().dimension());
    return value.transpose(axisLast(value, axis)).reshape(-1, value.getShape().get(axis));
  }

  /** The order of axes in which one of them is the last. */
  private static int[] axisLast(NDArray array, int axis) {
    return IntStream.concat(
            IntStream.range(0, array.getShape().dimension()).filter(a -> a != axis),
            IntStream.of(axis))
        .toArray();
  }

  private void apply(Contraction contraction, NDArray map) {
    NDArray weight = weight(original, contraction.weight());
    long channels = map.getShape().get(1);
    int[] axisLast = axisLast(weight, contraction.weightAxis());
    NDArray last = weight.transpose(axisLast);
    NDArray flat = last.reshape(-1, channels);
    NDArray mapped = flat.matMul(map.get(":" + channels).transpose()).reshape(last.getShape());
    int[] back = new int[axisLast.length];
    for (int a = 0; a < back.length; a++) {
      back[axisLast[a]] = a;
    }
    session.copy(List.of(mapped.transpose(back)), List.of(weight(changed, contraction.weight())));
    contraction
        .bias()
        .ifPresent(
            bias -> {
              NDArray offsets = flat.matMul(map.get(channels).reshape(-1, 1)).reshape(-1);
              // Output channels come first once the channels are last.
              NDArray perOutput = offsets.reshape(last.getShape().get(0), -1).sum(new int[] {1});
              session.copy(
                  List.of(weight(original, bias).add(perOutput)), List.of(weight(changed, bias)));
            });
  }
}
