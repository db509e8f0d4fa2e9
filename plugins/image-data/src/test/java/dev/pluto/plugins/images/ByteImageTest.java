package dev.pluto.plugins.images;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ByteImageTest {
  private static final ByteImage TWO_BY_THREE =
      new ByteImage(1, 2, 3, new byte[] {1, 2, 3, 4, 5, 6});

  @Test
  void cropTakesTheNamedRectangle() {
    assertThat(TWO_BY_THREE.crop(0, 1, 2, 2).planes()).containsExactly(2, 3, 5, 6);
  }

  @Test
  void mirroredExchangesLeftAndRight() {
    assertThat(TWO_BY_THREE.mirrored().planes()).containsExactly(3, 2, 1, 6, 5, 4);
  }

  @Test
  void transposedExchangesRowsAndColumns() {
    ByteImage transposed = TWO_BY_THREE.transposed();
    assertThat(transposed.height()).isEqualTo(3);
    assertThat(transposed.planes()).containsExactly(1, 4, 2, 5, 3, 6);
  }

  @Test
  void shiftedBringsInBlackOnTheOtherSide() {
    assertThat(TWO_BY_THREE.shifted(1, 1).planes()).containsExactly(0, 0, 0, 0, 1, 2);
    assertThat(TWO_BY_THREE.shifted(-1, -2).planes()).containsExactly(6, 0, 0, 0, 0, 0);
    assertThat(TWO_BY_THREE.shifted(0, 3).planes()).containsOnly(0);
    assertThat(TWO_BY_THREE.shifted(-5, 0).planes()).containsOnly(0);
  }

  @Test
  void greyIsTheLumaOfTheColours() {
    ByteImage red = new ByteImage(3, 1, 1, new byte[] {(byte) 255, 0, 0});
    assertThat(red.withChannels(1).at(0, 0, 0)).isEqualTo(76);
    assertThat(TWO_BY_THREE.withChannels(3).withChannels(1).planes())
        .containsExactly(TWO_BY_THREE.planes());
  }

  @Test
  void theEightTurnsOfAnImageDiffer() {
    ByteImage image = new ByteImage(1, 2, 2, new byte[] {1, 2, 3, 4});
    assertThat(image.turned(0).planes()).isEqualTo(image.planes());
    assertThat(image.turned(2).planes()).containsExactly(3, 4, 1, 2);
    assertThat(
            java.util.stream.IntStream.range(0, 8)
                .mapToObj(t -> java.util.Arrays.toString(image.turned(t).planes())))
        .doesNotHaveDuplicates();
  }
}
