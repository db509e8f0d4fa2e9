package dev.pluto.testkit;

import ai.djl.ndarray.NDArray;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.search.Decision;
import dev.pluto.spi.search.Frozen;
import dev.pluto.spi.search.Hook;
import dev.pluto.spi.search.Parameter;
import dev.pluto.spi.search.Relaxation;
import dev.pluto.spi.search.Sampling;
import dev.pluto.spi.search.StateDict;
import dev.pluto.spi.search.TrainingContext;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What the engine relies on in the trainable forms of a decision. */
final class RelaxationContract {
  private static final double TOLERANCE = 1e-5;
  private static final double OUTPUT_TOLERANCE = 1e-4;

  private final TestHost host;
  private final ReferenceNetwork network;
  private final Findings findings;

  RelaxationContract(TestHost host, ReferenceNetwork network, Findings findings) {
    this.host = host;
    this.network = network;
    this.findings = findings;
  }

  /** Checks the relaxation on the context's graph, which is the original one. */
  void check(Decision decision, TrainingContext context) {
    try (Relaxation relaxation = decision.relax(context)) {
      findings.requireUnique(
          relaxation.parameters().stream().map(Parameter::id).toList(),
          "ids of parameters are unique",
          decision.id());
      for (Parameter parameter : relaxation.parameters()) {
        findings.require(
            parameter.array().hasGradient(), "parameters require a gradient", parameter.id());
      }
      for (int setting = 0; setting < decision.settings().size(); setting++) {
        checkPosition(decision, relaxation, setting);
        checkHooks(decision, relaxation, setting, context);
      }
      checkSensitivity(decision, relaxation);
      checkState(decision, relaxation);
    }
  }

  private void checkPosition(Decision decision, Relaxation relaxation, int setting) {
    relaxation.moveTo(setting);
    double[] position = relaxation.position();
    requireSimplex(decision, position, "position");
    findings.require(
        position.length > setting
            && position[setting] == Arrays.stream(position).max().orElse(Double.NaN),
        "moveTo makes a setting the most probable one",
        label(decision, setting) + ": " + Arrays.toString(position));
    for (boolean hard : new boolean[] {false, true}) {
      RandomGenerator random = new SplittableRandom(1);
      try (NDArray sample = relaxation.sample(new Sampling(1, hard, random))) {
        float[] sampled = sample.toFloatArray();
        double[] point = new double[sampled.length];
        for (int i = 0; i < point.length; i++) {
          point[i] = sampled[i];
        }
        requireSimplex(decision, point, "sample");
        findings.require(
            !hard || Arrays.stream(point).filter(p -> p > TOLERANCE).count() == 1,
            "a hard sample is one setting",
            decision.id() + ": " + Arrays.toString(point));
      }
    }
  }

  private void requireSimplex(Decision decision, double[] point, String what) {
    findings.require(
        point.length == decision.settings().size()
            && Arrays.stream(point).allMatch(p -> p >= -TOLERANCE)
            && Math.abs(Arrays.stream(point).sum() - 1) < TOLERANCE,
        "positions are points of the simplex over the settings",
        decision.id() + ", " + what + ": " + Arrays.toString(point));
  }

  private void checkHooks(
      Decision decision, Relaxation relaxation, int setting, TrainingContext context) {
    findings.require(
        relaxation.hooks(setting).equals(relaxation.hooks(setting))
            && relaxation.hooks().equals(relaxation.hooks()),
        "hooks are the same at every call",
        label(decision, setting));
    Graph graph = context.graph();
    Graph materialized =
        host.edit(graph, network.inputShapes(), e -> relaxation.materialize(setting, e));
    if (!materialized.quantizations().equals(graph.quantizations())) {
      // Its scales are not known before the recovery, so there is nothing to compare with yet.
      return;
    }
    Map<String, float[]> input = network.input(setting);
    Map<String, float[]> hooked =
        host.forward(context, relaxation.hooks(setting), input, network.inputShapes());
    host.run(materialized, input, network.inputShapes())
        .forEach(
            (output, values) -> {
              double difference = difference(values, hooked.get(output));
              findings.require(
                  difference <= OUTPUT_TOLERANCE,
                  "the hooks of a setting compute what the materialized model computes",
                  "%s, output '%s': relative difference %.2g"
                      .formatted(label(decision, setting), output, difference));
            });
  }

  private static double difference(float[] expected, float @Nullable [] actual) {
    if (actual == null || actual.length != expected.length) {
      return Double.POSITIVE_INFINITY;
    }
    double largest = 1e-6;
    double difference = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      difference = Math.max(difference, Math.abs(expected[i] - actual[i]));
    }
    return difference / largest;
  }

  private void checkSensitivity(Decision decision, Relaxation relaxation) {
    double[] rises = relaxation.sensitivity(hooks -> hooks.size());
    findings.require(
        rises.length == decision.settings().size()
            && rises[0] == 0
            && Arrays.stream(rises).allMatch(r -> r >= 0 && Double.isFinite(r)),
        "sensitivities are at least 0, and 0 for the first setting",
        decision.id() + ": " + Arrays.toString(rises));
  }

  private void checkState(Decision decision, Relaxation relaxation) {
    StateDict state = relaxation.state();
    double[] position = relaxation.position();
    relaxation.restore(state);
    findings.require(
        relaxation.state().equals(state) && Arrays.equals(relaxation.position(), position),
        "a restored relaxation is the one that was saved",
        decision.id());
  }

  /** Checks the frozen form on the context's graph, which has the setting's edit. */
  void checkFrozen(Decision decision, int setting, TrainingContext context) {
    try (Frozen frozen = decision.freeze(setting, context)) {
      List<Hook> hooks = frozen.hooks();
      frozen.progress(0);
      frozen.progress(1);
      findings.require(
          frozen.hooks().equals(hooks),
          "hooks of a frozen decision never change",
          label(decision, setting));
      findings.require(
          setting > 0 || hooks.isEmpty(),
          "the first setting leaves nothing in the forward pass",
          decision.id());
      StateDict state = frozen.state();
      frozen.restore(state);
      findings.require(
          frozen.state().equals(state),
          "a restored frozen decision is the one that was saved",
          label(decision, setting));
    }
  }

  private static String label(Decision decision, int setting) {
    return decision.id() + ", " + decision.settings().get(setting).label();
  }
}
