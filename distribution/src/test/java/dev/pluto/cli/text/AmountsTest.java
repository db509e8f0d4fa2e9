package dev.pluto.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountsTest {
  @ParameterizedTest
  @CsvSource({
    "1.9, ms, 1.90 ms",
    "0.0979342, ms, 0.0979 ms",
    "12.345, ms, 12.3 ms",
    "1234.5, ms, 1235 ms",
    "9.999, ms, 10.0 ms",
    "512, B, 512 B",
    "314000, B, 314 kB",
    "999700, B, 1.00 MB",
    "1250000, B, 1.25 MB",
    "12500000, MAC, 12.5 M",
    "640, MAC, 640",
    "0, MAC, 0",
    "0.00001234, ms, 1.23e-05 ms",
  })
  void amountsHaveThreeDigitsAndTheirUnit(double value, String unit, String expected) {
    assertThat(Amounts.of(value, unit)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "0.85, 850 ms",
    "12.34, 12.3 s",
    "59.96, 1 min 00 s",
    "185, 3 min 05 s",
    "7260, 2 h 01 min"
  })
  void durationsGrowTheirUnit(double seconds, String expected) {
    assertThat(Amounts.duration(seconds)).isEqualTo(expected);
  }

  @Test
  void sharesArePercentages() {
    assertThat(Amounts.percent(0.2494)).isEqualTo("24.9 %");
  }
}
