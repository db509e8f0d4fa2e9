package dev.pluto.plugins.distillation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import dev.pluto.engine.recipe.Recipe;
import dev.pluto.engine.search.Materialization;
import dev.pluto.engine.search.Optimization;
import dev.pluto.engine.search.Plan;
import dev.pluto.engine.search.Recovery;
import dev.pluto.engine.search.RelaxedNetwork;
import dev.pluto.engine.search.SearchOutcome;
import dev.pluto.engine.search.SearchedStructure;
import dev.pluto.engine.search.strategy.Strategy;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.search.Decision;
import dev.pluto.spi.search.Phase;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every strategy keeps the budgets and the steps that it is given, each in its own way. */
class StrategiesTest {
  private static final Plan PLAN = new Plan(8, 16, 0, 8, 8, 0.002, 1);
  private static final double MACS = 0.5;
  private static final double STORAGE = 0.3;

  private static Strategy strategy(Recipe.Strategy name, OptionalDouble penalty) {
    return Strategy.of(
        new Recipe(
            Path.of("model.onnx"),
            new Recipe.TaskSection(
                "none",
                new Recipe.DataSection(
                    Path.of("data"),
                    Optional.empty(),
                    Optional.empty(),
                    "auto",
                    OptionalInt.empty()),
                Map.of()),
            "reference",
            Map.of(),
            Map.of(),
            name,
            new Recipe.SearchSection(1, 1, 1, penalty),
            new Recipe.RecoverSection(1, OptionalDouble.empty(), Recipe.BatchNormalization.AUTO),
            Map.of(),
            Optional.empty()));
  }

  private static Strategy strategy(Recipe.Strategy name) {
    return strategy(name, OptionalDouble.empty());
  }

  private static SearchedStructure searched(Strategy strategy, Optimization optimization) {
    try (RelaxedNetwork network = new RelaxedNetwork(optimization, optimization.search().graph())) {
      return strategy.search(optimization, network, network.sensitivity());
    }
  }

  private static SearchOutcome outcome(Strategy strategy, Optimization optimization) {
    return new Materialization(optimization, strategy.projection(optimization))
        .of(searched(strategy, optimization));
  }

  /** Labels of the chosen settings of one phase. */
  private static List<String> chosen(
      Optimization optimization, SearchOutcome outcome, Phase phase) {
    List<Decision> decisions = optimization.search().space().decisions();
    return IntStream.range(0, decisions.size())
        .filter(d -> decisions.get(d).phase() == phase)
        .mapToObj(d -> decisions.get(d).settings().get(outcome.settings().get(d)).label())
        .toList();
  }

  @ParameterizedTest
  @EnumSource(Recipe.Strategy.class)
  void meetsTheBudgetsInTheStepsItIsGiven(Recipe.Strategy name) {
    Strategy strategy = strategy(name);
    Plan plan = strategy.plan(PLAN);
    assertThat(plan.steps()).isEqualTo(PLAN.steps());
    assertThat(plan.recovered(plan.recoverySteps())).isEqualTo(1);
    try (ReferenceRun run = new ReferenceRun(plan, MACS, STORAGE)) {
      double[] given = run.costs(run.optimization().search().graph());
      SearchOutcome outcome = outcome(strategy, run.optimization());
      Graph exported;
      try (Recovery recovery = new Recovery(run.optimization(), outcome)) {
        exported = recovery.run();
      }
      double[] costs = run.costs(exported);
      assertThat(costs[ReferenceRun.MACS]).isLessThanOrEqualTo(MACS * given[ReferenceRun.MACS]);
      assertThat(costs[ReferenceRun.STORAGE])
          .isLessThanOrEqualTo(STORAGE * given[ReferenceRun.STORAGE]);
    }
  }

  @Test
  void uniformKeepsOneShareInOnePrecision() {
    Strategy strategy = strategy(Recipe.Strategy.UNIFORM);
    try (ReferenceRun run = new ReferenceRun(strategy.plan(PLAN), MACS, STORAGE)) {
      SearchOutcome outcome = outcome(strategy, run.optimization());
      // 16 and 32 channels: the wider group has every share of the narrower one.
      assertThat(
              chosen(run.optimization(), outcome, Phase.WIDTH).stream()
                  .map(label -> label.split(" of "))
                  .mapToDouble(l -> Double.parseDouble(l[0]) / Double.parseDouble(l[1])))
          .hasSize(2)
          .allSatisfy(share -> assertThat(share).isBetween(0.6, 0.75));
      assertThat(chosen(run.optimization(), outcome, Phase.PRECISION))
          .hasSize(4)
          .containsOnly("w8a8");
    }
  }

  @Test
  void greedyTrainsNothingBeforeTheStructureIsFrozen() {
    Strategy strategy = strategy(Recipe.Strategy.GREEDY);
    try (ReferenceRun run = new ReferenceRun(strategy.plan(PLAN), MACS, STORAGE)) {
      SearchedStructure searched = searched(strategy, run.optimization());
      Graph given = run.optimization().search().graph();
      assertThat(searched.graph().initializers().keySet()).isEqualTo(given.initializers().keySet());
      searched
          .graph()
          .initializers()
          .forEach(
              (name, tensor) ->
                  assertThat(tensor.floats())
                      .as(name)
                      .containsExactly(
                          given.initializer(name).orElseThrow().floats(), offset(1e-6f)));
      assertThat(searched.settings()).containsOnly(0);
      assertThat(searched.multipliers()).isEmpty();
    }
  }

  @Test
  void sequentialSettlesWidthsForTheFirstLowerPrecision() {
    Strategy strategy = strategy(Recipe.Strategy.SEQUENTIAL);
    Plan plan = strategy.plan(PLAN);
    assertThat(plan.searchSteps()).isEqualTo(PLAN.steps() / 2);
    try (ReferenceRun run = new ReferenceRun(plan, 1, 0.5)) {
      // 8 bits alone bring the file below half, so no channel has to go.
      SearchOutcome outcome = outcome(strategy, run.optimization());
      assertThat(chosen(run.optimization(), outcome, Phase.WIDTH))
          .containsExactly("16 of 16", "32 of 32");
    }
    try (ReferenceRun run = new ReferenceRun(plan, MACS, STORAGE)) {
      SearchOutcome outcome = outcome(strategy, run.optimization());
      assertThat(chosen(run.optimization(), outcome, Phase.WIDTH))
          .isNotEqualTo(List.of("16 of 16", "32 of 32"));
    }
  }

  @Test
  void aLargerFixedPenaltySearchesSmallerNetworks() {
    double[] macs = new double[2];
    for (int i = 0; i < 2; i++) {
      Strategy strategy =
          strategy(Recipe.Strategy.FIXED_PENALTY, OptionalDouble.of(i == 0 ? 0 : 100));
      Plan plan = strategy.plan(new Plan(60, 0, 0, 8, 8, 0.0001, 1));
      try (ReferenceRun run = new ReferenceRun(plan, MACS, 1)) {
        int[] settings =
            searched(strategy, run.optimization()).settings().stream().mapToInt(s -> s).toArray();
        macs[i] = run.optimization().costs().cost(settings)[ReferenceRun.MACS];
      }
    }
    assertThat(macs[1]).isLessThan(0.9 * macs[0]);
  }
}
