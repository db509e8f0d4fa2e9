package dev.pluto.engine.lagrangian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class BudgetRampTest {
  @Property
  void beginsAtThePresentCostAndEndsAtTheBudget(
      @ForAll @DoubleRange(min = 0.01, max = 1e9) double budget,
      @ForAll @DoubleRange(min = 1, max = 100) double factor,
      @ForAll @DoubleRange(min = 0.01, max = 1) double share) {
    BudgetRamp ramp = new BudgetRamp(budget * factor, budget, share);
    assertThat(ramp.at(0)).isCloseTo(budget * factor, within(1e-9 * budget * factor));
    assertThat(ramp.at(share)).isEqualTo(budget);
    assertThat(ramp.at(1)).isEqualTo(budget);
  }

  @Property
  void neverRisesAndStaysBetweenItsEnds(
      @ForAll @DoubleRange(min = 0.01, max = 1e9) double budget,
      @ForAll @DoubleRange(min = 0.1, max = 100) double factor,
      @ForAll @DoubleRange(min = 0.01, max = 1) double share) {
    BudgetRamp ramp = new BudgetRamp(budget * factor, budget, share);
    double before = Math.max(budget, budget * factor);
    for (int i = 0; i <= 100; i++) {
      double now = ramp.at(i / 100.0);
      assertThat(now).isBetween(budget, before * (1 + 1e-12));
      before = now;
    }
  }

  @Test
  void tightensByTheSameFactorInEqualTimes() {
    BudgetRamp ramp = new BudgetRamp(800, 100, 0.6);
    assertThat(ramp.at(0.2)).isCloseTo(400, within(1e-9));
    assertThat(ramp.at(0.4)).isCloseTo(200, within(1e-9));
  }

  @Test
  void aBudgetThatHoldsAlreadyIsThereFromTheStart() {
    assertThat(new BudgetRamp(50, 100, 0.6).at(0)).isEqualTo(100);
  }
}
