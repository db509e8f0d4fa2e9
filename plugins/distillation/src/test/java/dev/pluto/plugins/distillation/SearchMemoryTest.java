package dev.pluto.plugins.distillation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.pluto.engine.analysis.Operators;
import dev.pluto.engine.operator.BuiltInOperators;
import dev.pluto.engine.train.Batch;
import dev.pluto.engine.train.Hooks;
import dev.pluto.engine.train.TrainableGraph;
import dev.pluto.engine.train.Trainer;
import dev.pluto.engine.train.TrainingSession;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.search.Decision;
import dev.pluto.spi.search.Frozen;
import dev.pluto.spi.search.LossTerm;
import dev.pluto.spi.search.Parameter;
import dev.pluto.spi.search.Relaxation;
import dev.pluto.spi.search.Sampling;
import dev.pluto.testkit.ReferenceNetwork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Native memory stays flat while all operators search and recover, teacher included. */
class SearchMemoryTest {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final int BATCH = 16;
  private static final long MEGABYTE = 1 << 20;

  private final Operators operators = new Operators(BuiltInOperators.all());
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

  /** All operators on the reference network, ready to step. */
  private final class Run implements AutoCloseable {
    private final Graph graph = network.graph();
    private final AllOperators all = AllOperators.on(graph, network.inputShapes());
    private final TrainingSession session = TrainingSession.open(1);
    private final TrainableGraph student = new TrainableGraph(session, graph, operators::of);
    private final TrainableGraph teacher = new TrainableGraph(session, graph, operators::of);
    private final List<Relaxation> relaxations = new ArrayList<>();
    private final List<Frozen> frozen = new ArrayList<>();
    private final SplittableRandom random = new SplittableRandom(1);
    private final Hooks hooks;
    private final Trainer trainer;
    private int steps;

    Run(boolean recovery) {
      List<Parameter> parameters;
      if (recovery) {
        for (Decision decision : all.decisions()) {
          if (decision.id().startsWith("quantization")) {
            frozen.add(decision.freeze(1, session.context(graph)));
          }
        }
        hooks = new Hooks(frozen.stream().flatMap(f -> f.hooks().stream()).toList());
        parameters = frozen.stream().flatMap(f -> f.parameters().stream()).distinct().toList();
      } else {
        all.decisions().forEach(d -> relaxations.add(d.relax(session.context(graph))));
        hooks = new Hooks(relaxations.stream().flatMap(r -> r.hooks().stream()).toList());
        parameters = relaxations.stream().flatMap(r -> r.parameters().stream()).toList();
      }
      trainer = new Trainer(session, student, parameters);
    }

    void run(int count) {
      for (int i = 0; i < count; i++, steps++) {
        frozen.forEach(f -> f.progress(steps < 20 ? 0 : 1));
        boolean hard = steps % 3 == 0;
        double loss =
            trainer.step(
                batch,
                hooks,
                (forward, inputs, targets) -> {
                  NDArray sum = session.manager().create(0f);
                  for (Relaxation relaxation : relaxations) {
                    NDArray position = relaxation.sample(new Sampling(1, hard, random));
                    sum =
                        sum.add(
                            position
                                .mul(
                                    session
                                        .manager()
                                        .full(new ai.djl.ndarray.types.Shape(1), 0.01f))
                                .sum());
                  }
                  NDList outputs = forward.get();
                  NDList teacherOutputs = teacher.evaluate(inputs, Hooks.NONE);
                  for (LossTerm term : all.lossTerms()) {
                    sum = sum.add(term.loss(outputs, teacherOutputs).mul(term.weight()));
                  }
                  return sum;
                },
                signals -> relaxations.forEach(r -> r.observe(signals)),
                new Trainer.Rates(1e-4, 1e-3));
        assertThat(loss).isFinite();
      }
    }

    /** Arrays that live as long as the session. */
    int arrays() {
      return session.manager().getManagedArrays().size();
    }

    @Override
    public void close() {
      trainer.close();
      relaxations.forEach(Relaxation::close);
      frozen.forEach(Frozen::close);
      teacher.close();
      student.close();
      session.close();
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

  private void staysFlat(boolean recovery) {
    assumeTrue(Files.exists(STATUS), STATUS + " does not exist");
    try (Run run = new Run(recovery)) {
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
      try (Run run = new Run(recovery)) {
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
