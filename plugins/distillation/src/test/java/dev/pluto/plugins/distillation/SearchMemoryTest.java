package dev.pluto.plugins.distillation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pluto.engine.train.Batch;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.testkit.ReferenceNetwork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Native memory stays flat while all operators search and recover, teacher included. */
class SearchMemoryTest {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final int BATCH = 16;
  private static final long MEGABYTE = 1 << 20;

  private final ReferenceNetwork network = new ReferenceNetwork(16);
  private final Batch batch = batch();

  private static Batch batch() {
    Random random = new Random(1);
    float[] images = new float[BATCH * 3 * 12 * 12];
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) random.nextGaussian();
    }
    return new Batch(
        List.of(Tensor.ofFloats(Shape.of(BATCH, 3, 12, 12), images)),
        List.of(Tensor.ofLongs(Shape.of(BATCH), new long[BATCH])));
  }

  /** Resident memory of the process without Java's heap, which comes and goes, in bytes. */
  private static long resident() {
    System.gc();
    long heap = Runtime.getRuntime().totalMemory();
    try (Stream<String> lines = Files.lines(STATUS)) {
      return lines
          .filter(l -> l.startsWith("VmRSS:"))
          .mapToLong(l -> 1024 * Long.parseLong(l.replaceAll("\\D", "")) - heap)
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void searchStepsLeaveNothingBehind() {
    staysFlat(false);
  }

  @Test
  void recoveryStepsLeaveNothingBehind() {
    staysFlat(true);
  }

  private AllOperatorsRun run(boolean recovery) {
    return new AllOperatorsRun(
        network.graph(),
        network.inputShapes(),
        batch,
        recovery ? AllOperatorsRun.Kind.RECOVERY : AllOperatorsRun.Kind.SEARCH);
  }

  private void staysFlat(boolean recovery) {
    assumeTrue(Files.exists(STATUS), STATUS + " does not exist");
    try (AllOperatorsRun run = run(recovery)) {
      run.run(200);
      int arrays = run.arrays();
      long before = resident();
      run.run(400);
      assertThat(run.arrays()).as("arrays of the session").isEqualTo(arrays);
      long growth = resident() - before;
      assertThat(growth).as("growth over 400 steps in bytes").isLessThan(40 * MEGABYTE);
    }
  }

  /** Run with -Pbenchmarks; prints resident memory along the way. */
  @Test
  @Tag("benchmark")
  void memoryOverTwoThousandSteps() {
    assumeTrue(Files.exists(STATUS), STATUS + " does not exist");
    for (boolean recovery : new boolean[] {false, true}) {
      try (AllOperatorsRun run = run(recovery)) {
        int done = 0;
        long first = 0;
        long last = 0;
        for (int steps : new int[] {200, 1000, 2000}) {
          run.run(steps - done);
          done = steps;
          last = resident();
          first = first == 0 ? last : first;
          System.out.printf(
              "%s, %d steps: %d MB resident besides the Java heap%n",
              recovery ? "recovery" : "search", steps, last / MEGABYTE);
        }
        // One small activation left behind per step would be 260 MB; the heap comes and goes by
        // 120.
        assertThat(last - first).isLessThan(150 * MEGABYTE);
      }
    }
  }
}
