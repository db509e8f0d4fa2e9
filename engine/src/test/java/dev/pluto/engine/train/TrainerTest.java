package dev.pluto.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import ai.djl.ndarray.NDArray;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.Attribute;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Dimension;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.ValueInfo;
import dev.pluto.spi.search.Hook;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Steps that fail are taken back; y = x · w. */
class TrainerTest {
  private static final Trainer.Rates RATES = new Trainer.Rates(0.1, 0);

  private final Graph graph =
      Graph.builder("product")
          .opset("", 17)
          .input(vector("x"))
          .output(vector("y"))
          .initializer("w", Tensor.ofFloats(Shape.of(2), 1, 2))
          .node(new Node("mul", "", "Mul", List.of("x", "w"), List.of("y"), Map.of()))
          .build();
  private final Batch batch =
      new Batch(
          List.of(Tensor.ofFloats(Shape.of(1, 2), 1, 1)), List.of(Tensor.ofFloats(Shape.of(1), 0)));

  private TrainingSession session = TrainingSession.open(1);
  private TrainableGraph trainable = new TrainableGraph(session, graph, TrainingForm.OPERATORS::of);

  private static ValueInfo vector(String name) {
    List<Dimension> sizes = List.of(new Dimension.Symbol("batch"), new Dimension.Fixed(2));
    return new ValueInfo(name, DataType.FLOAT, Optional.of(sizes));
  }

  @BeforeEach
  void open() {
    session = TrainingSession.open(1);
    trainable = new TrainableGraph(session, graph, TrainingForm.OPERATORS::of);
  }

  @AfterEach
  void close() {
    trainable.close();
    session.close();
  }

  private float[] weight() {
    return trainable.bake().initializer("w").orElseThrow().floats();
  }

  private double step(Trainer trainer, double factor) {
    return trainer.step(
        batch,
        Hooks.NONE,
        (forward, inputs, targets) -> {
          NDArray sum = forward.get().singletonOrThrow().sum();
          return sum.mul((float) factor);
        },
        signals -> {},
        RATES);
  }

  @Test
  void aStepMovesWeightsAgainstTheGradient() {
    try (Trainer trainer = new Trainer(session, trainable, List.of())) {
      assertThat(step(trainer, 1)).isEqualTo(3);
      // The first step of Adam is as long as the rate, whatever the gradient.
      assertThat(weight()).containsExactly(new float[] {0.9f, 1.9f}, offset(1e-5f));
    }
  }

  @Test
  void hooksAreToldWhetherTheyTrain() {
    List<Boolean> told = new ArrayList<>();
    Hooks hooks =
        new Hooks(
            List.of(
                new Hook.ValueHook(
                    "y",
                    (value, training) -> {
                      told.add(training);
                      return value;
                    })));
    try (Trainer trainer = new Trainer(session, trainable, List.of())) {
      Trainer.BatchLoss loss = (forward, inputs, targets) -> forward.get().get(0).sum();
      trainer.step(batch, hooks, loss, signals -> {}, RATES);
      trainer.probe(batch, hooks, loss, signals -> {});
    }
    assertThat(told).containsExactly(true, false);
  }

  @Test
  void aLossThatIsNotFiniteTakesWeightsBackToTheSnapshotAndHalvesTheRate() {
    try (Trainer trainer = new Trainer(session, trainable, List.of())) {
      step(trainer, 1);
      step(trainer, 1);
      assertThat(weight()[0]).isCloseTo(0.8f, offset(1e-4f));
      assertThat(step(trainer, Double.POSITIVE_INFINITY)).isNaN();
      assertThat(weight()).containsExactly(1, 2);
      step(trainer, 1);
      assertThat(weight()[0]).isCloseTo(0.95f, offset(1e-4f));
      assertThat(step(trainer, Double.NaN)).isNaN();
      step(trainer, 1);
      assertThat(weight()[0]).isCloseTo(0.975f, offset(1e-4f));
    }
  }

  @Test
  void snapshotsAreTakenEveryFiftySteps() {
    try (Trainer trainer = new Trainer(session, trainable, List.of())) {
      for (int i = 0; i < 50; i++) {
        step(trainer, 1);
      }
      float[] after = weight();
      step(trainer, 1);
      step(trainer, 1);
      step(trainer, Double.NaN);
      assertThat(weight()).containsExactly(after);
    }
  }

  @Test
  void theFourthFailureIsAProblemThatSaysWhatToDo() {
    try (Trainer trainer = new Trainer(session, trainable, List.of())) {
      for (int i = 0; i < 3; i++) {
        assertThat(step(trainer, Double.NaN)).isNaN();
      }
      assertThatThrownBy(() -> step(trainer, Double.NaN))
          .isInstanceOf(ProblemException.class)
          .hasMessage(
              "training: the loss is not finite, even at 0.125 of the learning rate (allowed: a"
                  + " smaller recover.rate, or samples scaled as the model expects)");
    }
  }

  @Test
  void whatOperatorsKeepOnTheHostIsTakenBackWithTheWeights() {
    List<String> calls = new ArrayList<>();
    Trainer.Companion companion =
        new Trainer.Companion() {
          @Override
          public void take() {
            calls.add("take");
          }

          @Override
          public void restore() {
            calls.add("restore");
          }
        };
    try (Trainer trainer = new Trainer(session, trainable, List.of(), companion)) {
      step(trainer, 1);
      step(trainer, Double.NaN);
      step(trainer, 1);
    }
    assertThat(calls).containsExactly("take", "restore");
  }

  @Test
  void aLossInDoublePrecisionIsALossToo() {
    try (Trainer trainer = new Trainer(session, trainable, List.of())) {
      double loss =
          trainer.step(
              batch,
              Hooks.NONE,
              (forward, inputs, targets) -> forward.get().singletonOrThrow().sum().mul(0.5),
              signals -> {},
              RATES);
      assertThat(loss).isEqualTo(1.5);
      assertThat(weight()[0]).isCloseTo(0.9f, offset(1e-5f));
    }
  }

  @Test
  void runningStatisticsAreTakenBackToo() {
    Graph normalized =
        Graph.builder("normalized")
            .opset("", 17)
            .input(vector("x"))
            .output(vector("y"))
            .initializer("scale", Tensor.ofFloats(Shape.of(2), 1, 1))
            .initializer("shift", Tensor.ofFloats(Shape.of(2), 0, 0))
            .initializer("mean", Tensor.ofFloats(Shape.of(2), 0, 0))
            .initializer("variance", Tensor.ofFloats(Shape.of(2), 1, 1))
            .node(
                new Node(
                    "norm",
                    "",
                    "BatchNormalization",
                    List.of("x", "scale", "shift", "mean", "variance"),
                    List.of("y"),
                    Map.of("momentum", new Attribute.FloatValue(0.5f))))
            .build();
    Batch two =
        new Batch(
            List.of(Tensor.ofFloats(Shape.of(2, 2), 1, 2, 3, 4)),
            List.of(Tensor.ofFloats(Shape.of(2), 0, 0)));
    try (TrainableGraph network =
            new TrainableGraph(session, normalized, TrainingForm.OPERATORS::of);
        Trainer trainer = new Trainer(session, network, List.of())) {
      trainer.step(two, Hooks.NONE, (f, i, t) -> f.get().singletonOrThrow().sum(), s -> {}, RATES);
      assertThat(network.bake().initializer("mean").orElseThrow().floats())
          .containsExactly(new float[] {1, 1.5f}, offset(1e-5f));
      trainer.step(
          two,
          Hooks.NONE,
          (f, i, t) -> f.get().singletonOrThrow().sum().mul(Float.NaN),
          s -> {},
          RATES);
      assertThat(network.bake().initializer("mean").orElseThrow().floats()).containsExactly(0, 0);
    }
  }
}
