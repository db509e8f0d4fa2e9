package dev.pluto.plugins.distillation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.pluto.spi.search.LossTerm.Activations;
import dev.pluto.spi.task.OutputMeaning;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutputComparisonTest {
  private static final double[][] STUDENT = {{1, -2, 0.5}, {0, 3, -1}};
  private static final double[][] TEACHER = {{2, -1, 0}, {-1, 4, 1}};

  private final NDManager manager = NDManager.newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  private NDArray array(double[][] rows) {
    float[] values = new float[rows.length * rows[0].length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) rows[i / rows[0].length][i % rows[0].length];
    }
    return manager.create(values, new Shape(rows.length, rows[0].length));
  }

  private static double[] softmax(double[] logits, double temperature) {
    double[] result = new double[logits.length];
    double sum = 0;
    for (int i = 0; i < logits.length; i++) {
      result[i] = Math.exp(logits[i] / temperature);
      sum += result[i];
    }
    for (int i = 0; i < logits.length; i++) {
      result[i] /= sum;
    }
    return result;
  }

  private static double divergence(double temperature) {
    double sum = 0;
    for (int row = 0; row < STUDENT.length; row++) {
      double[] student = softmax(STUDENT[row], temperature);
      double[] teacher = softmax(TEACHER[row], temperature);
      for (int i = 0; i < student.length; i++) {
        sum += teacher[i] * Math.log(teacher[i] / student[i]);
      }
    }
    return temperature * temperature * sum / STUDENT.length;
  }

  private double compare(OutputMeaning meaning, NDArray output, NDArray teacher) {
    return OutputComparison.of(meaning, 4).compare(output, teacher).getFloat();
  }

  @Test
  void logitsAreComparedByTheirSoftenedDivergence() {
    assertThat(compare(new OutputMeaning.ClassLogits(1), array(STUDENT), array(TEACHER)))
        .isCloseTo(divergence(4), offset(1e-5));
  }

  @Test
  void probabilitiesAreComparedLikeTheLogitsBehindThem() {
    double[][] student = {softmax(STUDENT[0], 1), softmax(STUDENT[1], 1)};
    double[][] teacher = {softmax(TEACHER[0], 1), softmax(TEACHER[1], 1)};
    assertThat(compare(new OutputMeaning.ClassProbabilities(1), array(student), array(teacher)))
        .isCloseTo(divergence(4), offset(1e-5));
  }

  @Test
  void certaintyStaysFinite() {
    NDArray certain = array(new double[][] {{1, 0, 0}});
    NDArray wrong = array(new double[][] {{0, 1, 0}});
    assertThat(compare(new OutputMeaning.ClassProbabilities(1), wrong, certain))
        .isFinite()
        .isGreaterThan(1);
  }

  @Test
  void signalsAreComparedByMeanAbsoluteDifference() {
    assertThat(compare(new OutputMeaning.Signal(), array(STUDENT), array(TEACHER)))
        .isCloseTo((1 + 1 + 0.5 + 1 + 1 + 2) / 6, offset(1e-6));
  }

  @Test
  void unknownOutputsAreComparedRelativeToTheirVariance() {
    double tenfold =
        compare(new OutputMeaning.Unknown(), array(STUDENT).mul(10), array(TEACHER).mul(10));
    double mean = (2 - 1 + 0 - 1 + 4 + 1) / 6.0;
    double variance = (4 + 1 + 0 + 1 + 16 + 1) / 6.0 - mean * mean;
    assertThat(tenfold).isCloseTo((1 + 1 + 0.25 + 1 + 1 + 4) / 6 / variance, offset(1e-5));
  }

  @Test
  void equalOutputsCostNothing() {
    for (OutputMeaning meaning :
        List.of(
            new OutputMeaning.ClassLogits(1),
            new OutputMeaning.Signal(),
            new OutputMeaning.Unknown())) {
      assertThat(compare(meaning, array(TEACHER), array(TEACHER))).isCloseTo(0, offset(1e-6));
    }
  }

  private static DistillationLoss outputsOnly(OutputComparison... comparisons) {
    return new DistillationLoss(1, List.of(comparisons), 1, List.of());
  }

  private static Activations computed(NDArray... outputs) {
    return new Activations(new NDList(outputs), new NDList());
  }

  @Test
  void gradientOfTheDivergenceIsTheDifferenceOfDistributions() {
    NDArray student = array(STUDENT);
    student.setRequiresGradient(true);
    DistillationLoss loss = outputsOnly(OutputComparison.of(new OutputMeaning.ClassLogits(1), 4));
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      collector.backward(loss.loss(computed(student), computed(array(TEACHER))));
    }
    float[] gradient = student.getGradient().toFloatArray();
    for (int i = 0; i < 3; i++) {
      double expected = 4 * (softmax(STUDENT[0], 4)[i] - softmax(TEACHER[0], 4)[i]) / 2;
      assertThat((double) gradient[i]).isCloseTo(expected, offset(1e-5));
    }
  }

  @Test
  void severalOutputsAddUp() {
    OutputComparison signal = OutputComparison.of(new OutputMeaning.Signal(), 4);
    DistillationLoss loss = outputsOnly(signal, signal);
    Activations model = computed(array(STUDENT), array(STUDENT).mul(2));
    Activations original = computed(array(TEACHER), array(TEACHER).mul(2));
    assertThat(loss.loss(model, original).getFloat()).isCloseTo(3 * 6.5f / 6, offset(1e-5f));
  }
}
