package dev.pluto.plugins.samples.classes;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.Dimension;
import dev.pluto.spi.graph.ValueInfo;
import dev.pluto.spi.task.DataRequest;
import dev.pluto.spi.task.OutputMeaning;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Models whose first output scores classes, [N, classes], and what is learned from it. */
public final class ClassScores {
  /** Smallest probability that a logarithm is taken of. */
  private static final float SMALLEST_PROBABILITY = 1e-7f;

  private ClassScores() {}

  /**
   * Number of classes that the model tells apart; empty if its caller chooses.
   *
   * @param task name of the task, for errors
   * @throws ProblemException (usage) if the first output has other axes than batch and classes, of
   *     more than one element
   */
  public static OptionalInt classes(String task, DataRequest request) {
    ValueInfo output = request.outputs().get(0);
    List<Dimension> sizes = output.dimensions().orElse(List.of());
    boolean scores =
        sizes.size() >= 2
            && sizes.stream()
                .skip(2)
                .allMatch(d -> d instanceof Dimension.Fixed fixed && fixed.size() == 1);
    if (!scores) {
      throw refused(
          task, output, "it has " + sizes.size() + " dimensions", "class scores [N, classes]");
    }
    return sizes.get(1) instanceof Dimension.Fixed fixed
        ? OptionalInt.of(Math.toIntExact(fixed.size()))
        : OptionalInt.empty();
  }

  /**
   * Refuses data with another number of classes than the model's.
   *
   * @param task name of the task, for errors
   * @param classes in the data
   */
  public static void requireClasses(String task, DataRequest request, int classes) {
    OptionalInt wanted = classes(task, request);
    if (wanted.isPresent() && wanted.getAsInt() != classes) {
      throw refused(
          task,
          request.outputs().get(0),
          "the model tells %d classes apart, %s has %d"
              .formatted(wanted.getAsInt(), request.path(), classes),
          "data with " + wanted.getAsInt() + " classes");
    }
  }

  private static ProblemException refused(
      String task, ValueInfo output, String what, String allowed) {
    return new ProblemException(
        ProblemException.Kind.USAGE,
        new Problem("task %s, model output '%s'".formatted(task, output.name()), what, allowed));
  }

  /**
   * Logarithms of the probabilities that the scores stand for, [N, classes]. Outputs that are
   * probabilities already (not negative, rows summing to 1) are not put through a softmax again.
   */
  public static NDArray logarithms(NDArray output) {
    NDArray scores =
        output.getShape().dimension() > 2
            ? output.reshape(output.getShape().get(0), output.getShape().get(1))
            : output;
    return areProbabilities(scores)
        ? scores.clip(SMALLEST_PROBABILITY, Float.MAX_VALUE).log()
        : scores.logSoftmax(1);
  }

  private static boolean areProbabilities(NDArray scores) {
    NDArray detached = scores.stopGradient();
    if (detached.min().getFloat() < 0 || detached.max().getFloat() > 1.001f) {
      return false;
    }
    return detached.sum(new int[] {1}).sub(1).abs().max().getFloat() < 1e-3f;
  }

  /**
   * Cross-entropy of each sample, [N, 1].
   *
   * @param logarithms of probabilities, [N, classes]
   * @param labels one whole number per sample
   */
  public static NDArray crossEntropy(NDArray logarithms, NDArray labels) {
    return logarithms.gather(labels.reshape(-1, 1).toType(DataType.INT64, false), 1).neg();
  }

  /** The first output scores classes; nothing is known of others. */
  public static List<OutputMeaning> meanings(List<ValueInfo> outputs) {
    return IntStream.range(0, outputs.size())
        .<OutputMeaning>mapToObj(
            i -> i == 0 ? new OutputMeaning.ClassLogits(1) : new OutputMeaning.Unknown())
        .toList();
  }
}
