package dev.pluto.plugins.pruning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class WidthSensitivityTest {
  private final WidthGrid grid = WidthGrid.of(16, 1.0 / 16, OptionalInt.empty(), 1);

  @Test
  void followsTheLostImportanceBetweenMeasuredWidths() {
    List<Integer> measured = new ArrayList<>();
    double[] rises =
        WidthSensitivity.measure(
            grid,
            width -> Math.pow(16 - width, 2),
            setting -> {
              measured.add(setting);
              return setting / 10.0;
            });
    assertThat(measured).containsExactly(3, 6, 9, 12, 15);
    assertThat(rises[0]).isZero();
    assertThat(rises[3]).isEqualTo(0.3);
    assertThat(rises[6]).isEqualTo(0.6);
    assertThat(rises[1]).isCloseTo(0.3 * 1 / 9, offset(1e-12));
    assertThat(rises[4]).isCloseTo(0.3 + 0.3 * (16 - 9) / (36 - 9), offset(1e-12));
  }

  @Test
  void noiseNeverMakesFewerChannelsBetter() {
    double[] rises =
        WidthSensitivity.measure(grid, width -> 0, setting -> setting == 6 ? 0 : setting);
    assertThat(rises).isSorted();
    assertThat(rises[6]).isEqualTo(rises[3]).isEqualTo(3);
  }
}
