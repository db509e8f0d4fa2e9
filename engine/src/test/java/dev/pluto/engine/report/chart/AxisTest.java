package dev.pluto.engine.report.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AxisTest {
  private static List<String> labels(Axis axis) {
    return IntStream.rangeClosed(0, axis.steps()).mapToObj(axis::label).toList();
  }

  @Test
  void ticksStandAtRoundNumbers() {
    assertThat(labels(Axis.covering(0.71, 1.38)))
        .containsExactly("0.6", "0.8", "1.0", "1.2", "1.4");
    assertThat(labels(Axis.covering(25, 6000))).containsExactly("0", "2000", "4000", "6000");
    assertThat(labels(Axis.covering(0, 0)))
        .containsExactly("0.0", "0.2", "0.4", "0.6", "0.8", "1.0");
  }

  @ParameterizedTest
  @CsvSource({"0,1e-9", "-3,7", "1e99,1e99", "-1e99,1e99", "5,5", "1e-300,2e-300", "0.1,0.3"})
  void everyValueStandsOnIt(double smallest, double largest) {
    Axis axis = Axis.covering(smallest, largest);
    assertThat(axis.steps()).isBetween(1, 6);
    assertThat(axis.share(smallest)).isBetween(-1e-6, 1 + 1e-6);
    assertThat(axis.share(largest)).isBetween(-1e-6, 1 + 1e-6);
    assertThat(labels(axis)).doesNotHaveDuplicates();
  }
}
