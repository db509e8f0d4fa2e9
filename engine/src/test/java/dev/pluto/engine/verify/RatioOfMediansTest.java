package dev.pluto.engine.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RatioOfMediansTest {
  private static final double TRUE_RATIO = 0.8;

  @Test
  void identicalSeriesHaveRatioOne() {
    List<Double> series = List.of(1.0, 3.0, 2.0, 5.0, 4.0);
    RatioOfMedians same = RatioOfMedians.of(series, series);
    assertThat(same.ratio()).isEqualTo(1);
    assertThat(same.upper()).isEqualTo(1);
    assertThat(same.blocks()).isEqualTo(5);
  }

  @Test
  void theRatioIsThatOfTheMedians() {
    RatioOfMedians half = RatioOfMedians.of(List.of(2.0, 4.0, 100.0), List.of(1.0, 2.0, 2.5));
    assertThat(half.ratio()).isEqualTo(0.5);
  }

  @Test
  void theSameMeasurementsAlwaysGiveTheSameStatement() {
    List<List<Double>> series = measure(new Random(7), 20);
    assertThat(RatioOfMedians.of(series.get(0), series.get(1)))
        .isEqualTo(RatioOfMedians.of(series.get(0), series.get(1)));
  }

  @Test
  void theUpperEndIsAboveTheTrueRatioInAbout95OfAHundredRuns() {
    int runs = 400;
    int covered = 0;
    for (int seed = 0; seed < runs; seed++) {
      List<List<Double>> series = measure(new Random(seed), 20);
      covered += RatioOfMedians.of(series.get(0), series.get(1)).upper() >= TRUE_RATIO ? 1 : 0;
    }
    assertThat(covered / (double) runs).isCloseTo(0.95, within(0.03));
  }

  /** Blocks are drawn in pairs: a machine that slows down slows both. */
  @Test
  void driftOfTheMachineCancels() {
    List<Double> reference = new ArrayList<>();
    List<Double> candidate = new ArrayList<>();
    for (int block = 0; block < 20; block++) {
      reference.add(10.0 + block);
      candidate.add(TRUE_RATIO * (10 + block));
    }
    assertThat(RatioOfMedians.of(reference, candidate).upper()).isCloseTo(TRUE_RATIO, within(1e-9));
  }

  @Test
  void seriesOfUnequalLengthOrNoneAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RatioOfMedians.of(List.of(1.0), List.of(1.0, 2.0)));
    assertThatIllegalArgumentException().isThrownBy(() -> RatioOfMedians.of(List.of(), List.of()));
  }

  /** Times with noise of their own and a drift in common. */
  private static List<List<Double>> measure(Random random, int blocks) {
    List<Double> reference = new ArrayList<>();
    List<Double> candidate = new ArrayList<>();
    for (int block = 0; block < blocks; block++) {
      double drift = 1 + 0.1 * Math.sin(block / 5.0);
      reference.add(10 * drift * Math.exp(0.05 * random.nextGaussian()));
      candidate.add(10 * TRUE_RATIO * drift * Math.exp(0.05 * random.nextGaussian()));
    }
    return List.of(reference, candidate);
  }
}
