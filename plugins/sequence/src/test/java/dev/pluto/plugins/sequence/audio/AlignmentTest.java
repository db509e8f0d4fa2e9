package dev.pluto.plugins.sequence.audio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AlignmentTest {
  @Test
  void whatIsTooLongIsCutAndWhatIsTooShortFilledUp() {
    float[] five = {1, 2, 3, 4, 5};
    assertThat(Alignment.CENTRE.fitted(five, 1, 2, 9)).containsExactly(2, 3);
    assertThat(Alignment.START.fitted(five, 1, 2, 9)).containsExactly(1, 2);
    assertThat(Alignment.CENTRE.fitted(five, 1, 8, 9)).containsExactly(9, 1, 2, 3, 4, 5, 9, 9);
    assertThat(Alignment.START.fitted(five, 1, 7, 9)).containsExactly(1, 2, 3, 4, 5, 9, 9);
    assertThat(Alignment.CENTRE.fitted(new float[] {1, 2}, 2, 3, 0))
        .containsExactly(0, 0, 1, 2, 0, 0);
    assertThat(Alignment.CENTRE.fitted(five, 1, 5, 9)).isSameAs(five);
  }
}
