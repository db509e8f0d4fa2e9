package dev.pluto.plugins.pruning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.OptionalInt;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class WidthGridTest {
  @Test
  void smallGroupsTakeEveryWidth() {
    assertThat(WidthGrid.of(8, 0.5, OptionalInt.empty(), 1).widths())
        .containsExactly(8, 7, 6, 5, 4);
  }

  @Test
  void largeGroupsTakeA32ndPerStep() {
    WidthGrid grid = WidthGrid.of(256, 0.125, OptionalInt.empty(), 1);
    assertThat(grid.widths()).startsWith(256, 248, 240).endsWith(40, 32).hasSize(29);
  }

  @Test
  void alignedWidthsAreAddedToTheSteps() {
    assertThat(WidthGrid.of(50, 0.2, OptionalInt.of(20), 16).widths())
        .containsExactly(50, 32, 30, 10);
    assertThat(WidthGrid.of(50, 0.2, OptionalInt.of(10), 16).widths())
        .containsExactly(50, 48, 40, 32, 30, 20, 16, 10);
  }

  @Test
  void oneChannelLeavesNothingToDecide() {
    assertThat(WidthGrid.of(1, 0.125, OptionalInt.empty(), 8).settings()).isEqualTo(1);
  }

  @Property(tries = 200)
  void widthsDecreaseFromTheWholeGroupToNoLessThanTheMinimum(
      @ForAll @IntRange(min = 1, max = 600) int size,
      @ForAll @DoubleRange(min = 0.01, max = 0.99) double share,
      @ForAll @IntRange(min = 1, max = 64) int alignment) {
    WidthGrid grid = WidthGrid.of(size, share, OptionalInt.empty(), alignment);
    assertThat(grid.largest()).isEqualTo(size);
    assertThat(grid.smallest()).isGreaterThanOrEqualTo(Math.min(size, (int) (size * share)));
    for (int setting = 1; setting < grid.settings(); setting++) {
      assertThat(grid.width(setting)).isLessThan(grid.width(setting - 1)).isPositive();
    }
  }

  @Property(tries = 200)
  void positionsAreHatWeightsWhoseExpectedWidthIsLinearInTheta(
      @ForAll @IntRange(min = 2, max = 300) int size,
      @ForAll @DoubleRange(min = -1, max = 5) double theta) {
    WidthGrid grid = WidthGrid.of(size, 0.1, OptionalInt.empty(), 16);
    if (grid.settings() < 2) {
      return;
    }
    WidthPosition position = WidthPosition.at(grid, theta);
    double expected = 0;
    double sum = 0;
    for (int setting = 0; setting < grid.settings(); setting++) {
      assertThat(position.weights()[setting]).isBetween(0.0, 1.0);
      sum += position.weights()[setting];
      expected += position.weights()[setting] * grid.width(setting);
    }
    double share = Math.min(4, Math.max(0, theta)) / 4;
    assertThat(sum).isEqualTo(1);
    assertThat(expected)
        .isCloseTo(grid.smallest() + share * (grid.largest() - grid.smallest()), offset(1e-9));
  }

  @Property(tries = 100)
  void thetaOfASettingPutsAllWeightThere(@ForAll @IntRange(min = 2, max = 300) int size) {
    WidthGrid grid = WidthGrid.of(size, 0.1, OptionalInt.empty(), 8);
    for (int setting = 0; setting < grid.settings() && grid.settings() > 1; setting++) {
      double[] weights = WidthPosition.at(grid, WidthPosition.thetaOf(grid, setting)).weights();
      assertThat(weights[setting]).isCloseTo(1, offset(1e-9));
    }
  }
}
