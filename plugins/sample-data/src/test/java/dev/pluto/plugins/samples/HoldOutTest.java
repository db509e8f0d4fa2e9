package dev.pluto.plugins.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HoldOutTest {
  private static final int[] CLASSES = IntStream.range(0, 200).map(i -> i < 150 ? 0 : 1).toArray();

  @Test
  void takesATenthOfEveryClassAndNothingTwice() {
    HoldOut split = HoldOut.tenth(CLASSES, 7);
    assertThat(split.validation()).hasSize(20).isSorted().doesNotHaveDuplicates();
    assertThat(split.validation()).filteredOn(i -> i < 150).hasSize(15);
    assertThat(split.training()).hasSize(180).doesNotContainAnyElementsOf(split.validation());
  }

  @Test
  void theSeedDecides() {
    assertThat(HoldOut.tenth(CLASSES, 7)).isEqualTo(HoldOut.tenth(CLASSES, 7));
    assertThat(HoldOut.tenth(CLASSES, 8)).isNotEqualTo(HoldOut.tenth(CLASSES, 7));
  }

  @Test
  void aClassWithOneSampleKeepsItForTraining() {
    HoldOut split = HoldOut.tenth(new int[] {0, 1, 1}, 1);
    assertThat(split.training()).hasSize(2).contains(0);
  }
}
