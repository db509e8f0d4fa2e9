package dev.pluto.engine.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluto.engine.analysis.ShapeInference;
import dev.pluto.engine.analysis.Types;
import dev.pluto.engine.train.TrainingForm;
import dev.pluto.engine.train.TrainingSession;
import dev.pluto.spi.graph.Tensor;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Every built-in operator computes in training form what ONNX Runtime computes. */
class OperatorsInTrainingFormTest {
  private static final double TOLERANCE = 1e-4;
  private static final int TRIES = 150;

  private static TrainingSession session = TrainingSession.open(1);

  @BeforeContainer
  static void open() {
    session = TrainingSession.open(1);
  }

  @AfterContainer
  static void close() {
    session.close();
  }

  @Property(tries = TRIES, shrinking = ShrinkingMode.OFF)
  void convolutions(@ForAll long seed) {
    check(RandomWindows.convolution(seed));
  }

  @Property(tries = TRIES, shrinking = ShrinkingMode.OFF)
  void transposedConvolutions(@ForAll long seed) {
    check(RandomWindows.transposedConvolution(seed));
  }

  @Property(tries = TRIES, shrinking = ShrinkingMode.OFF)
  void pools(@ForAll long seed) {
    check(RandomWindows.pool(seed));
  }

  @Property(tries = TRIES, shrinking = ShrinkingMode.OFF)
  void matrixProducts(@ForAll long seed) {
    check(RandomStatistics.matrices(seed));
  }

  @Property(tries = TRIES, shrinking = ShrinkingMode.OFF)
  void activations(@ForAll long seed) {
    check(RandomElementwise.activation(seed));
  }

  @Property(tries = TRIES, shrinking = ShrinkingMode.OFF)
  void arithmetic(@ForAll long seed) {
    check(RandomElementwise.arithmetic(seed));
  }

  @Property(tries = TRIES, shrinking = ShrinkingMode.OFF)
  void normalizations(@ForAll long seed) {
    check(RandomStatistics.normalization(seed));
  }

  @Property(tries = TRIES, shrinking = ShrinkingMode.OFF)
  void reductions(@ForAll long seed) {
    check(RandomStatistics.reduction(seed));
  }

  @Property(tries = TRIES, shrinking = ShrinkingMode.OFF)
  void rearrangements(@ForAll long seed) {
    check(RandomArrangements.rearrangement(seed));
  }

  @Property(tries = TRIES, shrinking = ShrinkingMode.OFF)
  void predicates(@ForAll long seed) {
    check(RandomElementwise.predicate(seed));
  }

  @Property(tries = TRIES, shrinking = ShrinkingMode.OFF)
  void choices(@ForAll long seed) {
    check(RandomElementwise.choice(seed));
  }

  @Property(tries = TRIES, shrinking = ShrinkingMode.OFF)
  void extremes(@ForAll long seed) {
    check(RandomStatistics.extreme(seed));
  }

  @Property(tries = TRIES, shrinking = ShrinkingMode.OFF)
  void slices(@ForAll long seed) {
    check(RandomArrangements.slice(seed));
  }

  @Property(tries = TRIES, shrinking = ShrinkingMode.OFF)
  void pads(@ForAll long seed) {
    check(RandomArrangements.pad(seed));
  }

  @Property(tries = TRIES, shrinking = ShrinkingMode.OFF)
  void copies(@ForAll long seed) {
    check(RandomArrangements.copy(seed));
  }

  @Property(tries = 2 * TRIES, shrinking = ShrinkingMode.OFF)
  void recurrentLayers(@ForAll long seed) {
    check(RandomRecurrences.layer(seed));
  }

  @Property(tries = TRIES, shrinking = ShrinkingMode.OFF)
  void resizes(@ForAll long seed) {
    check(RandomResizes.resize(seed));
  }

  private static void check(RandomNode.Case c) {
    Map<String, Tensor> expected = TrainingForm.run(c.graph(), c.inputs());
    Types types = new ShapeInference(TrainingForm.OPERATORS).infer(c.graph(), c.shapes());
    expected.forEach(
        (name, tensor) ->
            assertThat(types.of(name).shape()).as("%s of %s", name, c).isEqualTo(tensor.shape()));
    assertThat(
            TrainingForm.difference(
                expected, TrainingForm.evaluate(session, c.graph(), c.inputs())))
        .as(c.toString())
        .isLessThan(TOLERANCE);
  }
}
