package dev.pluto.engine.lagrangian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class LowerEnvelopeTest {
  private static final double ROUNDING = 1e-9;

  @Provide
  Arbitrary<double[]> prices() {
    return Arbitraries.doubles().between(0, 1000).array(double[].class).ofMinSize(1).ofMaxSize(30);
  }

  /** At equally spaced positions. */
  private static double[] envelope(double... prices) {
    return LowerEnvelope.decreasing(
        prices, IntStream.range(0, prices.length).asDoubleStream().toArray());
  }

  @Test
  void bridgesPlateausAndBumps() {
    assertThat(envelope(new double[] {8, 8, 8, 8, 4, 5, 4, 4, 0}))
        .containsExactly(new double[] {8, 7, 6, 5, 4, 3, 2, 1, 0}, within(ROUNDING));
  }

  @Test
  void isALineOverUnequalGaps() {
    assertThat(LowerEnvelope.decreasing(new double[] {8, 8, 7, 0}, new double[] {0, 1, 2, 8}))
        .containsExactly(new double[] {8, 7, 6, 0}, within(ROUNDING));
  }

  @Test
  void ignoresARiseAtTheEnd() {
    assertThat(envelope(new double[] {4, 1, 3})).containsExactly(4, 1, 1);
  }

  @Property
  void liesBelowThePricesAndTouchesThem(@ForAll("prices") double[] prices) {
    double[] envelope = envelope(prices);
    assertThat(envelope).hasSameSizeAs(prices);
    for (int i = 0; i < prices.length; i++) {
      assertThat(envelope[i]).isLessThanOrEqualTo(prices[i] + ROUNDING);
    }
    assertThat(envelope[0]).as("first").isEqualTo(prices[0]);
    assertThat(envelope[prices.length - 1])
        .as("last is the least price")
        .isCloseTo(DoubleStream.of(prices).min().orElseThrow(), within(ROUNDING));
  }

  @Property
  void fallsAndIsConvex(@ForAll("prices") double[] prices) {
    double[] envelope = envelope(prices);
    for (int i = 1; i < envelope.length; i++) {
      assertThat(envelope[i]).isLessThanOrEqualTo(envelope[i - 1] + ROUNDING);
    }
    for (int i = 1; i + 1 < envelope.length; i++) {
      assertThat(2 * envelope[i]).isLessThanOrEqualTo(envelope[i - 1] + envelope[i + 1] + ROUNDING);
    }
  }

  /** Between any two prices it is at least the largest line that the definition allows. */
  @Property
  void noConvexFallingFunctionBelowThePricesIsLarger(@ForAll("prices") double[] prices) {
    double[] envelope = envelope(prices);
    for (int i = 0; i < prices.length; i++) {
      double largest = prices[i];
      for (int a = 0; a <= i; a++) {
        largest = Math.min(largest, prices[a]);
        for (int b = i + 1; b < prices.length; b++) {
          largest = Math.min(largest, prices[a] + (prices[b] - prices[a]) * (i - a) / (b - a));
        }
      }
      assertThat(envelope[i]).isCloseTo(largest, within(1e-6));
    }
  }

  @Property
  void theEnvelopeOfAnEnvelopeIsItself(@ForAll("prices") double[] prices) {
    double[] envelope = envelope(prices);
    assertThat(envelope(envelope)).containsExactly(envelope, within(ROUNDING));
  }
}
