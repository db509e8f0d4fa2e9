package dev.pluto.plugins.quantization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.pluto.engine.train.TorchScriptFunctions;
import dev.pluto.spi.graph.ChannelGroup;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.GraphEditor;
import dev.pluto.spi.graph.Precision;
import dev.pluto.spi.graph.Quantization;
import dev.pluto.spi.hardware.PrecisionTuple;
import dev.pluto.spi.operator.ScriptedFunctions;
import dev.pluto.spi.search.Frozen;
import dev.pluto.spi.search.Hook;
import dev.pluto.spi.search.Parameter;
import dev.pluto.spi.search.Relaxation;
import dev.pluto.spi.search.Sampling;
import dev.pluto.spi.search.TrainingContext;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Decisions of two layers that share the value "b": w1 writes it, w2 reads it. */
class PrecisionDecisionTest {
  private static final Sampling HARD = new Sampling(1, true, new SplittableRandom(1));
  private static final Sampling SOFT = new Sampling(1, false, HARD.random());

  private final Graph graph = TestGraphs.branches();
  private final SharedQuantizers shared = new SharedQuantizers();
  private final PrecisionDecision first = decision("w1");
  private final PrecisionDecision second = decision("w2");
  private NDManager manager;
  private TorchScriptFunctions scripts;
  private TrainingContext context;
  private NDArray weight;
  private NDArray value;

  private PrecisionDecision decision(String weight) {
    WeightSite site =
        WeightSites.of(graph).sites().stream()
            .filter(s -> s.weight().equals(weight))
            .findFirst()
            .orElseThrow();
    return new PrecisionDecision(
        site, List.of(PrecisionTuple.W8A8, PrecisionTuple.W4A8), 0.5, shared);
  }

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager();
    scripts = new TorchScriptFunctions(manager);
    context =
        new TrainingContext() {
          @Override
          public NDManager manager() {
            return manager;
          }

          @Override
          public ScriptedFunctions scripts() {
            return scripts;
          }

          @Override
          public Graph graph() {
            return graph;
          }
        };
    weight = manager.create(graph.initializer("w1").orElseThrow().floats(), new Shape(4, 3, 1, 1));
    value = manager.arange(0f, 8f, 0.5f).reshape(2, 8).square();
  }

  @AfterEach
  void close() {
    scripts.close();
    manager.close();
  }

  private static Hook.Transform weightTransform(List<Hook> hooks) {
    return hooks.stream()
        .filter(Hook.WeightHook.class::isInstance)
        .map(h -> ((Hook.WeightHook) h).transform())
        .findFirst()
        .orElseThrow();
  }

  private static Hook.ValueHook valueHook(List<Hook> hooks, String value) {
    return hooks.stream()
        .filter(Hook.ValueHook.class::isInstance)
        .map(Hook.ValueHook.class::cast)
        .filter(h -> h.value().equals(value))
        .findFirst()
        .orElseThrow();
  }

  private NDArray hookedValue(List<Hook> hooks) {
    return valueHook(hooks, "b").transform().apply(value, true);
  }

  @Test
  void unchangedMeansNoHooksAndNoEffectOfTheSampledOnes() {
    try (Relaxation relaxation = first.relax(context)) {
      assertThat(relaxation.hooks(0)).isEmpty();
      assertThat(weightTransform(relaxation.hooks()).apply(weight, true).toFloatArray())
          .isEqualTo(weight.toFloatArray());
      assertThat(hookedValue(relaxation.hooks()).toFloatArray()).isEqualTo(value.toFloatArray());
    }
  }

  @Test
  void aHardSampleActsExactlyAsTheSettingThatWasDrawn() {
    try (Relaxation relaxation = first.relax(context)) {
      Set<Integer> drawn = new HashSet<>();
      for (int i = 0; i < 100; i++) {
        float[] position = relaxation.sample(HARD).toFloatArray();
        int setting = position[0] == 1 ? 0 : position[1] == 1 ? 1 : 2;
        drawn.add(setting);
        float[] expected =
            setting == 0
                ? weight.toFloatArray()
                : weightTransform(relaxation.hooks(setting)).apply(weight, true).toFloatArray();
        assertThat(weightTransform(relaxation.hooks()).apply(weight, true).toFloatArray())
            .isEqualTo(expected);
      }
      assertThat(drawn).containsExactly(0, 1, 2);
    }
  }

  @Test
  void softSampleMixesTheRoundedWeights() {
    try (Relaxation relaxation = first.relax(context)) {
      double[] position = relaxation.position();
      relaxation.sample(SOFT);
      float[] mixed = weightTransform(relaxation.hooks()).apply(weight, true).toFloatArray();
      float[] eight = weightTransform(relaxation.hooks(1)).apply(weight, true).toFloatArray();
      float[] four = weightTransform(relaxation.hooks(2)).apply(weight, true).toFloatArray();
      float[] exact = weight.toFloatArray();
      for (int i = 0; i < exact.length; i++) {
        double expected = position[0] * exact[i] + position[1] * eight[i] + position[2] * four[i];
        assertThat((double) mixed[i]).isCloseTo(expected, offset(1e-6));
      }
    }
  }

  private double loss(Relaxation relaxation) {
    return lossArray(relaxation).getFloat();
  }

  private NDArray lossArray(Relaxation relaxation) {
    relaxation.sample(SOFT);
    NDArray w = weightTransform(relaxation.hooks()).apply(weight, false);
    NDArray v = valueHook(relaxation.hooks(), "b").transform().apply(value, false);
    return w.mul(w).mul(w).sum().mul(100).add(v.mul(v).sum());
  }

  @Test
  void gradientOfTheLogitsIsTheFiniteDifference() {
    try (Relaxation relaxation = first.relax(context)) {
      NDArray theta = relaxation.parameters().get(0).array();
      try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
        collector.zeroGradients();
        collector.backward(lossArray(relaxation));
      }
      float[] gradient = theta.getGradient().toFloatArray();
      for (int i = 0; i < 3; i++) {
        float[] logits = theta.toFloatArray();
        logits[i] += 0.05f;
        Parameter.write(theta, logits);
        double above = loss(relaxation);
        logits[i] -= 0.1f;
        Parameter.write(theta, logits);
        double below = loss(relaxation);
        logits[i] += 0.05f;
        Parameter.write(theta, logits);
        assertThat((double) gradient[i])
            .isCloseTo((above - below) / 0.1, offset(0.02 * Math.abs(gradient[i]) + 0.02));
      }
    }
  }

  @Test
  void aSharedValueIsRoundedOnceAsFarAsTheLayerThatDemandsItMost() {
    try (Relaxation one = first.relax(context);
        Relaxation two = second.relax(context)) {
      assertThat(valueHook(one.hooks(), "b")).isEqualTo(valueHook(two.hooks(), "b"));
      assertThat(valueHook(one.hooks(1), "b")).isEqualTo(valueHook(two.hooks(2), "b"));
      one.moveTo(0);
      two.moveTo(1);
      one.sample(SOFT);
      two.sample(SOFT);
      double on = 1 - two.position()[0];
      float[] rounded = hookedValue(one.hooks(1)).toFloatArray();
      float[] mixed = valueHook(one.hooks(), "b").transform().apply(value, false).toFloatArray();
      float[] exact = value.toFloatArray();
      for (int i = 0; i < exact.length; i++) {
        assertThat((double) mixed[i])
            .isCloseTo(on * rounded[i] + (1 - on) * exact[i], offset(1e-4));
      }
    }
  }

  @Test
  void inTrainingValuesTakeTurnsWithTheSameGradientOnAverage() {
    try (Relaxation relaxation = first.relax(context)) {
      NDArray theta = relaxation.parameters().get(0).array();
      hookedValue(relaxation.hooks(1));
      float[] whole = gradientOfValue(relaxation, theta, false);
      float[] sum = new float[whole.length];
      int turns = 0;
      int steps = 8;
      for (int step = 0; step < steps; step++) {
        float[] own = gradientOfValue(relaxation, theta, true);
        turns += own[0] == 0 ? 0 : 1;
        for (int i = 0; i < own.length; i++) {
          sum[i] += own[i] / steps;
        }
      }
      assertThat(turns).isEqualTo(2);
      for (int i = 0; i < whole.length; i++) {
        assertThat((double) sum[i]).isCloseTo(whole[i], offset(0.05 * Math.abs(whole[i]) + 1e-4));
      }
    }
  }

  private float[] gradientOfValue(Relaxation relaxation, NDArray theta, boolean training) {
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      collector.zeroGradients();
      relaxation.sample(SOFT);
      NDArray v = valueHook(relaxation.hooks(), "b").transform().apply(value, training);
      // So that there is a gradient even where the value is not rounded.
      collector.backward(v.mul(v).sum().add(theta.mul(manager.zeros(theta.getShape())).sum()));
    }
    return theta.getGradient().toFloatArray();
  }

  private static int ownArrays(List<Parameter> parameters) {
    return parameters.get(0).array().getManager().getManagedArrays().size();
  }

  @Test
  void stepsLeaveNoArraysBehind() {
    try (Relaxation relaxation = first.relax(context);
        Frozen frozen = second.freeze(1, context)) {
      int before = ownArrays(relaxation.parameters()) + ownArrays(frozen.parameters());
      int around = manager.getManagedArrays().size();
      for (int step = 0; step < 25; step++) {
        frozen.progress(step / 24.0);
        try (NDScope scope = new NDScope();
            GradientCollector collector = Engine.getInstance().newGradientCollector()) {
          relaxation.sample(step % 2 == 0 ? HARD : SOFT);
          NDArray w = weightTransform(relaxation.hooks()).apply(weight, true);
          NDArray v = hookedValue(relaxation.hooks());
          NDArray u = hookedValue(frozen.hooks());
          collector.backward(w.square().sum().add(v.sum()).add(u.square().sum()));
          scope.suppressNotUsedWarning();
        }
      }
      assertThat(ownArrays(relaxation.parameters()) + ownArrays(frozen.parameters()))
          .isEqualTo(before);
      assertThat(manager.getManagedArrays()).hasSize(around);
      assertThat(hookedValue(frozen.hooks()).toFloatArray()).isNotEqualTo(value.toFloatArray());
    }
  }

  @Test
  void restoredRangesRoundAlike() {
    try (Relaxation one = first.relax(context)) {
      float[] before = hookedValue(one.hooks(1)).toFloatArray();
      SharedQuantizers fresh = new SharedQuantizers();
      PrecisionDecision again =
          new PrecisionDecision(first.site(), first.tuples(), first.start(), fresh);
      try (Relaxation restored = again.relax(context)) {
        restored.restore(one.state());
        float[] after =
            valueHook(restored.hooks(1), "b").transform().apply(value, false).toFloatArray();
        assertThat(after).isEqualTo(before);
        assertThat(restored.state()).isEqualTo(one.state());
      }
    }
  }

  private static Map<String, Quantization> finish(Frozen frozen) {
    Map<String, Quantization> written = new HashMap<>();
    frozen.finish(
        new GraphEditor() {
          @Override
          public void keepChannels(ChannelGroup group, int[] channels) {
            throw new AssertionError("quantization keeps all channels");
          }

          @Override
          public void quantize(String tensor, Quantization quantization) {
            written.put(tensor, quantization);
          }
        });
    return written;
  }

  private static Quantization quantization(Map<String, Quantization> written, String tensor) {
    return Optional.ofNullable(written.get(tensor)).orElseThrow();
  }

  @Test
  void fp32FreezesNothing() {
    assertThat(first.freeze(0, context).hooks()).isEmpty();
  }

  @Test
  void recoveryRunsInFloatUntilItStarts() {
    try (Frozen frozen = first.freeze(1, context)) {
      frozen.progress(0.2);
      assertThat(weightTransform(frozen.hooks()).apply(weight, true)).isSameAs(weight);
      assertThat(hookedValue(frozen.hooks())).isSameAs(value);
      assertThatThrownBy(() -> finish(frozen)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void writtenScalesReproduceTheTrainedForwardPass() {
    try (Frozen frozen = first.freeze(2, context)) {
      hookedValue(frozen.hooks());
      frozen.progress(0.5);
      float[] w = weightTransform(frozen.hooks()).apply(weight, true).toFloatArray();
      float[] v = hookedValue(frozen.hooks()).toFloatArray();
      valueHook(frozen.hooks(), "x").transform().apply(value.sub(9), true);
      Map<String, Quantization> written = finish(frozen);
      assertThat(written).containsOnlyKeys("w1", "x", "b");
      Quantization.Scale steps = quantization(written, "w1").scale().orElseThrow();
      assertThat(quantization(written, "w1").precision()).isEqualTo(Precision.INT4);
      assertThat(steps.axis()).hasValue(0);
      assertThat(steps.steps()).hasSize(4);
      float[] exact = weight.toFloatArray();
      for (int i = 0; i < exact.length; i++) {
        float step = steps.steps().get(i / 3);
        double integer = Math.max(-8, Math.min(7, Math.rint(exact[i] / step)));
        assertThat((double) w[i]).isCloseTo(integer * step, offset(1e-6));
      }
      Quantization.Scale scale = quantization(written, "b").scale().orElseThrow();
      assertThat(scale.zeroPoints()).containsExactly(0);
      float[] values = value.toFloatArray();
      for (int i = 0; i < values.length; i++) {
        float step = scale.steps().get(0);
        double integer = Math.max(0, Math.min(255, Math.rint(values[i] / step)));
        assertThat((double) v[i]).isCloseTo(integer * step, offset(1e-4));
      }
      assertThat(quantization(written, "x").scale().orElseThrow().zeroPoints().get(0)).isPositive();
    }
  }

  @Test
  void stepSizesFollowAWeightThatIsMultiplied() {
    try (Frozen frozen = first.freeze(1, context)) {
      frozen.progress(0.5);
      NDArray rounded = weightTransform(frozen.hooks()).apply(weight, true);
      NDArray factors = manager.create(new float[] {2, 0.5f, 4, 0.25f}, new Shape(4, 1, 1, 1));
      frozen.rescaled("other", 0, List.of(9.0, 9.0, 9.0, 9.0));
      frozen.rescaled("w1", 0, List.of(2.0, 0.5, 4.0, 0.25));
      NDArray after = weightTransform(frozen.hooks()).apply(weight.mul(factors), true);
      assertThat(after.toFloatArray()).containsExactly(rounded.mul(factors).toFloatArray());
    }
  }

  @Test
  void stepSizesReceiveGradientsOnceTheRecoveryRounds() {
    try (Frozen frozen = first.freeze(1, context)) {
      frozen.progress(0.5);
      try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
        NDArray w = weightTransform(frozen.hooks()).apply(weight, true);
        NDArray v = hookedValue(frozen.hooks());
        collector.backward(w.square().sum().add(v.sum()));
      }
      assertThat(frozen.parameters())
          .extracting(Parameter::id)
          .containsExactlyInAnyOrder(
              "quantization/conv1/weight-steps",
              "quantization/conv1/step/x",
              "quantization/conv1/step/b");
      assertThat(frozen.parameters().get(0).array().getGradient().toFloatArray())
          .doesNotContain(0f);
    }
  }

  @Test
  void decisionsShareTheLearnedQuantizerOfAValue() {
    try (Frozen one = first.freeze(1, context);
        Frozen two = second.freeze(2, context)) {
      assertThat(valueHook(one.hooks(), "b")).isEqualTo(valueHook(two.hooks(), "b"));
      Set<String> ids = new HashSet<>();
      one.parameters().forEach(p -> assertThat(ids.add(p.id())).isTrue());
      two.parameters().forEach(p -> assertThat(ids.add(p.id())).isTrue());
      assertThat(ids).hasSize(5);
    }
  }

  @Test
  void aResumedRecoveryGoesOnAlike() {
    try (Frozen frozen = first.freeze(1, context)) {
      hookedValue(frozen.hooks());
      frozen.progress(0.7);
      float[] v = hookedValue(frozen.hooks()).toFloatArray();
      PrecisionDecision again =
          new PrecisionDecision(first.site(), first.tuples(), 0.5, new SharedQuantizers());
      try (Frozen resumed = again.freeze(1, context)) {
        resumed.restore(frozen.state());
        for (int i = 0; i < frozen.parameters().size(); i++) {
          Parameter.write(
              resumed.parameters().get(i).array(),
              frozen.parameters().get(i).array().toFloatArray());
        }
        resumed.progress(0.7);
        assertThat(hookedValue(resumed.hooks()).toFloatArray()).isEqualTo(v);
        assertThat(resumed.state()).isEqualTo(frozen.state());
      }
    }
  }
}
