package dev.pluto.engine.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pluto.spi.ProblemException;
import dev.pluto.spi.metric.Metric;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BudgetParserTest {
  private final BudgetParser parser =
      new BudgetParser(
          List.of(
              new Metric(
                  "macs", "MAC", "", Map.of("", 1.0, "M", 1e6, "G", 1e9), Map.of("flops", 0.5)),
              new Metric("latency", "ms", "", Map.of("ms", 1.0, "us", 1e-3), Map.of()),
              new Metric(
                  "storage", "B", "", Map.of("B", 1.0, "MB", 1e6, "MiB", 1048576.0), Map.of())));

  private Budget one(String metric, String text) {
    return parser.parse(Map.of(metric, text)).get(0);
  }

  @Test
  void readsPercentagesUnitsAndAliases() {
    assertThat(one("latency", "60%")).isEqualTo(new Budget.Relative("latency", 0.6));
    assertThat(one("latency", "4ms")).isEqualTo(new Budget.Absolute("latency", 4));
    assertThat(one("latency", "1.5 ms")).isEqualTo(new Budget.Absolute("latency", 1.5));
    assertThat(one("macs", "300M")).isEqualTo(new Budget.Absolute("macs", 300e6));
    assertThat(one("macs", "2e6")).isEqualTo(new Budget.Absolute("macs", 2e6));
    assertThat(one("flops", "600M")).isEqualTo(new Budget.Absolute("macs", 300e6));
    assertThat(one("flops", "50%")).isEqualTo(new Budget.Relative("macs", 0.5));
    assertThat(one("storage", "6MB")).isEqualTo(new Budget.Absolute("storage", 6e6));
    assertThat(one("storage", "1MiB")).isEqualTo(new Budget.Absolute("storage", 1048576));
  }

  @Test
  void aRelativeLimitRefersToTheGivenModel() {
    assertThat(one("latency", "60%").limit(10)).isEqualTo(6);
    assertThat(one("latency", "4ms").limit(10)).isEqualTo(4);
  }

  @Test
  void reportsEverythingAtOnce() {
    Map<String, String> written = new LinkedHashMap<>();
    written.put("latncy", "60%");
    written.put("latency", "4");
    written.put("storage", "6 furlongs");
    written.put("macs", "50%");
    written.put("flops", "lots");
    assertThatThrownBy(() -> parser.parse(written))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("budgets.latncy: no such metric; did you mean latency?")
        .hasMessageContaining("(allowed: flops, latency, macs, storage)")
        .hasMessageContaining("budgets.latency: '4' has no unit")
        .hasMessageContaining("a number with ms")
        .hasMessageContaining("budgets.storage: no such unit: 'furlongs'")
        .hasMessageContaining("budgets.flops: 'lots' is no budget");
  }

  @Test
  void refusesZeroNegativeAndDoubleBounds() {
    assertThatThrownBy(() -> one("macs", "0%")).hasMessageContaining("leaves nothing");
    assertThatThrownBy(() -> one("macs", "-5M")).hasMessageContaining("is no budget");
    Map<String, String> both = new LinkedHashMap<>();
    both.put("macs", "50%");
    both.put("flops", "50%");
    assertThatThrownBy(() -> parser.parse(both))
        .hasMessage("budgets.flops: bounds the same metric as macs");
  }
}
