package dev.pluto.engine.contract;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.pluto.spi.graph.GraphEditor;
import dev.pluto.spi.graph.Precision;
import dev.pluto.spi.graph.Quantization;
import dev.pluto.spi.search.Contribution;
import dev.pluto.spi.search.Decision;
import dev.pluto.spi.search.Frozen;
import dev.pluto.spi.search.Hook;
import dev.pluto.spi.search.Parameter;
import dev.pluto.spi.search.Phase;
import dev.pluto.spi.search.Refusal;
import dev.pluto.spi.search.Relaxation;
import dev.pluto.spi.search.Sampling;
import dev.pluto.spi.search.SearchContext;
import dev.pluto.spi.search.SearchOperator;
import dev.pluto.spi.search.SensitivityProbe;
import dev.pluto.spi.search.Setting;
import dev.pluto.spi.search.StateDict;
import dev.pluto.spi.search.TrainingContext;
import dev.pluto.testkit.SearchOperatorContract;
import dev.pluto.testkit.Violation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The contract tells the author of an operator which rule is broken, and where. */
class BrokenOperatorTest {
  @Test
  void everyBrokenRuleIsNamedWithItsPlace() {
    List<Violation> violations =
        SearchOperatorContract.check(new BrokenOperator(), new None(), new EngineTestHost());

    assertThat(violations)
        .extracting(Violation::rule)
        .contains(
            "a refusal names the site and the reason",
            "labels of settings are unique",
            "the first setting leaves the model as it is",
            "cost never rises along the settings",
            "positions are points of the simplex over the settings",
            "moveTo makes a setting the most probable one",
            "sensitivities are at least 0, and 0 for the first setting",
            "the first setting leaves nothing in the forward pass");
    assertThat(violations)
        .filteredOn(v -> v.rule().startsWith("cost") || v.rule().startsWith("labels"))
        .allSatisfy(v -> assertThat(v.what()).contains("broken/stem"));
  }

  /** Has no options. */
  record None() {}

  private static final class BrokenOperator implements SearchOperator<None> {
    @Override
    public String name() {
      return "broken";
    }

    @Override
    public String description() {
      return "breaks the rules";
    }

    @Override
    public Class<None> options() {
      return None.class;
    }

    @Override
    public Contribution contribute(SearchContext context, None options) {
      String weight = context.graph().nodes().get(0).inputs().get(1);
      return new Contribution(
          List.of(new BrokenDecision(weight)), List.of(), List.of(new Refusal("stem", " ")));
    }
  }

  /** Quantizes where it should do nothing, and the other way round. */
  private record BrokenDecision(String weight) implements Decision {
    private Hook hook() {
      return new Hook.WeightHook(weight, Hook.WeightStage.MASK, (w, training) -> w);
    }

    @Override
    public String id() {
      return "broken/stem";
    }

    @Override
    public Phase phase() {
      return Phase.PRECISION;
    }

    @Override
    public List<Setting> settings() {
      return List.of(new Setting("same"), new Setting("same"));
    }

    @Override
    public void apply(int setting, GraphEditor editor) {
      if (setting == 0) {
        editor.quantize(weight, Quantization.of(Precision.INT8));
      }
    }

    @Override
    public Relaxation relax(TrainingContext context) {
      return new BrokenRelaxation(context);
    }

    @Override
    public Frozen freeze(int setting, TrainingContext context) {
      List<Hook> hooks = List.of(hook());
      return () -> hooks;
    }
  }

  private record BrokenRelaxation(TrainingContext context) implements Relaxation {
    @Override
    public List<Parameter> parameters() {
      return List.of();
    }

    @Override
    public NDArray sample(Sampling sampling) {
      return context.manager().ones(new Shape(2));
    }

    @Override
    public double[] position() {
      return new double[] {0.2, 0.7};
    }

    @Override
    public void moveTo(int setting) {}

    @Override
    public List<Hook> hooks() {
      return List.of();
    }

    @Override
    public List<Hook> hooks(int setting) {
      return List.of();
    }

    @Override
    public double[] sensitivity(SensitivityProbe probe) {
      return new double[] {1, -1};
    }

    @Override
    public void materialize(int setting, GraphEditor editor) {}

    @Override
    public StateDict state() {
      return StateDict.EMPTY;
    }

    @Override
    public void restore(StateDict state) {}

    @Override
    public void close() {}
  }
}
