package dev.pluto.plugins.unlabelled;

import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.task.QualityAccumulator;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * How near outputs come to those of the original model: their cosine similarity, the mean over
 * samples and outputs, from −1 to 1, which equal outputs have. Beside it, for outputs that are
 * vectors as class scores are, the share whose largest element stands at the same place.
 *
 * <p>Outputs that are no floating point (labels, indices, counts) are not looked at. Of outputs
 * that are lists of what was found, the shorter one counts as continued with zeros.
 */
final class Fidelity implements QualityAccumulator {
  private double similarities;
  private long outputs;
  private long agreeing;
  private long vectors;

  @Override
  public void add(List<Tensor> found, List<Tensor> right) {
    for (int i = 0; i < right.size(); i++) {
      if (right.get(i).dataType().isFloat()) {
        add(found.get(i), right.get(i));
      }
    }
  }

  private void add(Tensor found, Tensor right) {
    Shape shape = right.shape();
    if (!isAsWide(found.shape(), shape)) {
      throw new ProblemException(
          ProblemException.Kind.USAGE,
          new Problem(
              "output",
              "it is %s, that of the original %s".formatted(found.shape(), shape),
              "outputs that differ in their first size alone"));
    }
    float[] ours = found.floats();
    float[] theirs = right.floats();
    int longest = Math.max(ours.length, theirs.length);
    similarities += cosine(Arrays.copyOf(ours, longest), Arrays.copyOf(theirs, longest));
    outputs++;
    if (isVector(shape) && found.shape().equals(shape)) {
      agreeing += largest(ours) == largest(theirs) ? 1 : 0;
      vectors++;
    }
  }

  /** Whether all sizes but the first, which may count what was found, are equal. */
  private static boolean isAsWide(Shape found, Shape right) {
    return found.rank() == right.rank()
        && (found.rank() == 0 || found.with(0, 1).equals(right.with(0, 1)));
  }

  /** Of two vectors; those without length are like each other and like no other. */
  private static double cosine(float[] a, float[] b) {
    double product = 0;
    double squaresOfA = 0;
    double squaresOfB = 0;
    for (int i = 0; i < a.length; i++) {
      product += (double) a[i] * b[i];
      squaresOfA += (double) a[i] * a[i];
      squaresOfB += (double) b[i] * b[i];
    }
    if (squaresOfA == 0 || squaresOfB == 0) {
      return squaresOfA == squaresOfB ? 1 : 0;
    }
    double cosine = product / Math.sqrt(squaresOfA * squaresOfB);
    return Double.isFinite(cosine) ? cosine : 0;
  }

  /** Whether all elements lie along one axis. */
  private static boolean isVector(Shape shape) {
    return Arrays.stream(shape.sizes()).filter(size -> size != 1).count() == 1
        && shape.elements() > 1;
  }

  private static int largest(float[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }

  @Override
  public double result() {
    if (outputs == 0) {
      throw new IllegalStateException("no sample was added");
    }
    return similarities / outputs;
  }

  @Override
  public Map<String, Double> further() {
    return vectors == 0 ? Map.of() : Map.of("top-1 agreement", agreeing / (double) vectors);
  }
}
