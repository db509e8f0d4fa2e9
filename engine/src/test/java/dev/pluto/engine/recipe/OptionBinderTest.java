package dev.pluto.engine.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pluto.spi.Option;
import dev.pluto.spi.ProblemException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OptionBinderTest {
  enum Order {
    TAYLOR_FIRST,
    MAGNITUDE
  }

  record Options(
      @Option(description = "Smallest width.", defaultValue = "4") int minimum,
      @Option(description = "Share.", defaultValue = "0.5") double share,
      @Option(description = "Precisions.", defaultValue = "[w8a8, w4a8]") List<String> precisions,
      @Option(description = "Ranking.", defaultValue = "taylor-first") Order order,
      @Option(description = "Whether to keep the first layer.", defaultValue = "true")
          boolean keepFirst) {
    Options {
      if (minimum < 1) {
        throw new IllegalArgumentException("minimum must be at least 1");
      }
    }
  }

  record NoOptions() {}

  private static Options bind(Map<String, Object> given) {
    return OptionBinder.bind(Options.class, given, "operators.pruning");
  }

  @Test
  void takesDefaultsFromTheDeclaration() {
    assertThat(bind(Map.of()))
        .isEqualTo(new Options(4, 0.5, List.of("w8a8", "w4a8"), Order.TAYLOR_FIRST, true));
    assertThat(OptionBinder.bind(NoOptions.class, Map.of(), "x")).isEqualTo(new NoOptions());
  }

  @Test
  void bindsWhatIsGiven() {
    assertThat(
            bind(
                Map.of(
                    "minimum",
                    8,
                    "share",
                    1,
                    "precisions",
                    List.of("w8a8"),
                    "order",
                    "magnitude",
                    "keepFirst",
                    false)))
        .isEqualTo(new Options(8, 1, List.of("w8a8"), Order.MAGNITUDE, false));
  }

  @Test
  void reportsUnknownAndIllTypedKeysTogether() {
    assertThatThrownBy(
            () -> bind(Map.of("minimun", 8, "share", "much", "order", "random", "keepFirst", 3)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("operators.pruning.minimun: unknown key; did you mean 'minimum'?")
        .hasMessageContaining("operators.pruning.share: 'much' does not fit (allowed: a number)")
        .hasMessageContaining("operators.pruning.order: 'random' does not fit")
        .hasMessageContaining("(allowed: taylor-first, magnitude)")
        .hasMessageContaining(
            "operators.pruning.keepFirst: '3' does not fit (allowed: true, false)");
  }

  @Test
  void reportsWhatTheRecordItselfRefuses() {
    assertThatThrownBy(() -> bind(Map.of("minimum", 0)))
        .isInstanceOf(ProblemException.class)
        .hasMessage("operators.pruning: minimum must be at least 1");
  }
}
