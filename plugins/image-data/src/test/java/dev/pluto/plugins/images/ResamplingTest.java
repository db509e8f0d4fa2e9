package dev.pluto.plugins.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResamplingTest {
  private static final Path SET5 = Path.of(System.getProperty("pluto.shared"), "data", "set5_x2");

  @ParameterizedTest
  @ValueSource(strings = {"baby_GT", "bird_GT", "butterfly_GT", "head_GT", "woman_GT"})
  void bicubicHalvesLikeThePublishedReductions(String name) {
    assumeThat(SET5).as("published reductions").isDirectory();
    ByteImage published = ImageFile.read(SET5.resolve(name + "_LRx2.png"));
    ByteImage whole = ImageFile.read(SET5.resolve(name + "_HR.png"));
    ByteImage own = Resampling.BICUBIC.resize(whole, published.height(), published.width());
    int different = 0;
    for (int i = 0; i < own.planes().length; i++) {
      int distance = Math.abs((own.planes()[i] & 0xFF) - (published.planes()[i] & 0xFF));
      assertThat(distance).isLessThanOrEqualTo(1);
      different += distance;
    }
    // Float against double: only samples next to a half may round to the other side.
    assertThat(different).isLessThanOrEqualTo(own.planes().length / 1000);
  }

  @ParameterizedTest
  @EnumSource
  void aConstantImageStaysConstantAtAnySize(Resampling resampling) {
    byte[] samples = new byte[3 * 7 * 5];
    Arrays.fill(samples, (byte) 201);
    ByteImage image = new ByteImage(3, 7, 5, samples);
    assertThat(resampling.resize(image, 3, 11).planes()).hasSize(3 * 3 * 11).containsOnly(201);
    assertThat(resampling.resize(image, 20, 2).planes()).containsOnly(201);
  }

  @ParameterizedTest
  @EnumSource
  void aRampDoubledStaysARampInside(Resampling resampling) {
    byte[] ramp = new byte[16];
    for (int x = 0; x < 16; x++) {
      ramp[x] = (byte) (8 * x);
    }
    ByteImage doubled = resampling.resize(new ByteImage(1, 1, 16, ramp), 1, 32);
    for (int x = 6; x < 26; x++) {
      assertThat(doubled.at(0, 0, x)).isEqualTo(8 * (x / 2) + (x % 2 == 0 ? -2 : 2));
    }
  }
}
