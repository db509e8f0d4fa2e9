package dev.pluto.plugins.distillation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pluto.engine.onnx.OnnxReader;
import dev.pluto.engine.train.Batch;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a step of the search costs beside a plain training step of the same network and batch. */
class StepCostTest {
  private static final int BATCH = 128;
  private static final int WARM_UP = 40;
  private static final int ROUNDS = 40;

  /** A kind of step and how long its runs took. */
  private static final class Variant {
    private final String name;
    private final Runnable step;
    private final double[] seconds = new double[ROUNDS];

    Variant(String name, Runnable step) {
      this.name = name;
      this.step = step;
    }

    void run(int round) {
      long start = System.nanoTime();
      step.run();
      if (round >= 0) {
        seconds[round] = (System.nanoTime() - start) / 1e9;
      }
    }

    double median() {
      double[] sorted = seconds.clone();
      Arrays.sort(sorted);
      return sorted[ROUNDS / 2];
    }

    double over(Variant other) {
      return median() / other.median();
    }
  }

  private final float[] images = images();

  private static float[] images() {
    Random random = new Random(1);
    float[] images = new float[BATCH * 3 * 32 * 32];
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) random.nextGaussian();
    }
    return images;
  }

  /** Run with -Pbenchmarks; steps are interleaved, so that other load falls on all alike. */
  @Test
  @Tag("benchmark")
  void aSearchStepIsAFewPlainSteps() {
    Path file =
        Path.of(System.getProperty("pluto.shared", "../shared"), "baselines/cifar_resnet8.onnx");
    assumeTrue(Files.exists(file), file + " does not exist");
    Graph graph = OnnxReader.read(file);
    Map<String, Shape> shapes = Map.of(graph.inputs().get(0).name(), Shape.of(1, 3, 32, 32));
    Batch batch =
        new Batch(
            List.of(Tensor.ofFloats(Shape.of(BATCH, 3, 32, 32), images)),
            List.of(Tensor.ofLongs(Shape.of(BATCH), new long[BATCH])));
    try (PlainResNet8 djl = new PlainResNet8(images, BATCH);
        AllOperatorsRun plain =
            new AllOperatorsRun(graph, shapes, batch, AllOperatorsRun.Kind.PLAIN);
        AllOperatorsRun normalized =
            new AllOperatorsRun(graph, shapes, batch, AllOperatorsRun.Kind.NORMALIZED);
        AllOperatorsRun search =
            new AllOperatorsRun(graph, shapes, batch, AllOperatorsRun.Kind.SEARCH);
        AllOperatorsRun recovery =
            new AllOperatorsRun(graph, shapes, batch, AllOperatorsRun.Kind.RECOVERY)) {
      Variant djlStep = new Variant("plain training, DJL alone", djl::step);
      Variant plainStep = new Variant("plain training", () -> plain.step(false));
      Variant training = new Variant("training, normalized", () -> normalized.step(false));
      Variant soft = new Variant("search, soft positions", () -> search.step(false));
      Variant hard = new Variant("search, hard samples", () -> search.step(true));
      Variant quantized = new Variant("recovery, quantized", () -> recovery.step(false));
      List<Variant> variants = List.of(djlStep, plainStep, training, soft, hard, quantized);
      interleave(variants);
      variants.forEach(
          v ->
              System.out.printf(
                  "%-26s %6.1f ms, %.2f steps of training%n",
                  v.name, 1e3 * v.median(), v.over(training)));
      assertThat(plainStep.over(djlStep)).as("plain step over DJL alone").isLessThan(1.1);
      assertThat(soft.over(training)).as("soft search").isLessThan(2.0);
      assertThat(hard.over(training)).as("hard search").isLessThan(2.0);
    }
  }

  private static void interleave(List<Variant> variants) {
    for (int round = -WARM_UP; round < ROUNDS; round++) {
      for (Variant variant : variants) {
        variant.run(round);
      }
    }
  }
}
