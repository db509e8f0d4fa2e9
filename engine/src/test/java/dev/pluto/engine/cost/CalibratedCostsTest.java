package dev.pluto.engine.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

class CalibratedCostsTest {
  private static OptionalDouble[] scaled(double[] costs, double factor) {
    return Arrays.stream(costs)
        .mapToObj(cost -> OptionalDouble.of(factor * cost))
        .toArray(OptionalDouble[]::new);
  }

  private static double[] times(double[] costs, double factor) {
    return Arrays.stream(costs).map(cost -> factor * cost).toArray();
  }

  @Property(tries = 100, shrinking = ShrinkingMode.OFF)
  void whatIsKnownIsReproducedAndTheRestLiesBetween(@ForAll long seed) {
    TestSpace space = TestSpace.random(seed, 8);
    Random random = new Random(seed);
    CostModel model = space.model();
    CalibratedCosts costs = new CalibratedCosts(model);
    int[] one = space.draw(random);
    int[] two = space.draw(random);
    int[] other = space.draw(random);
    costs.calibrate(one, scaled(model.cost(one), 0.5));
    costs.calibrate(two, scaled(model.cost(two), 2));
    if (!Arrays.equals(one, two)) {
      assertThat(costs.cost(one)).containsExactly(times(model.cost(one), 0.5), within(1e-9));
    }
    assertThat(costs.cost(two)).containsExactly(times(model.cost(two), 2), within(1e-9));
    double[] modelled = model.cost(other);
    double[] corrected = costs.cost(other);
    for (int m = 0; m < modelled.length; m++) {
      assertThat(corrected[m]).isBetween(0.5 * modelled[m] - 1e-9, 2 * modelled[m] + 1e-9);
    }
    costs.forget();
    assertThat(costs.cost(one)).containsExactly(model.cost(one), within(1e-9));
  }

  @Property(tries = 100, shrinking = ShrinkingMode.OFF)
  void optionsAreTheCostsSettingBySetting(@ForAll long seed) {
    TestSpace space = TestSpace.random(seed, 8);
    Random random = new Random(seed);
    CostModel model = space.model();
    CalibratedCosts costs = new CalibratedCosts(model);
    for (double factor : new double[] {0.5, 1.5, 3}) {
      int[] known = space.draw(random);
      costs.calibrate(known, scaled(model.cost(known), factor));
    }
    int[] settings = space.draw(random);
    for (int d = 0; d < settings.length; d++) {
      double[][] options = costs.options(settings, d);
      for (int s = 0; s < options.length; s++) {
        int[] changed = settings.clone();
        changed[d] = s;
        double[] expected = costs.cost(changed);
        for (int m = 0; m < expected.length; m++) {
          assertThat(options[s][m]).isCloseTo(expected[m], within(1e-9 * (1 + expected[m])));
        }
      }
    }
  }
}
