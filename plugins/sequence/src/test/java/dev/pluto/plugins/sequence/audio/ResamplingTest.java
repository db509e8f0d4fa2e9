package dev.pluto.plugins.sequence.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResamplingTest {
  private static float[] tone(double hertz, int rate, int length) {
    float[] samples = new float[length];
    for (int i = 0; i < length; i++) {
      samples[i] = (float) Math.sin(2 * Math.PI * hertz * i / rate);
    }
    return samples;
  }

  @ParameterizedTest
  @CsvSource({"16000,8000", "8000,16000", "44100,16000", "11025,8000", "48000,44100"})
  void aToneStaysTheSameTone(int from, int to) {
    float[] found = new Resampling(from, to).of(tone(700, from, from));
    float[] expected = tone(700, to, to);
    assertThat(found).hasSize(to);
    for (int i = to / 10; i < to * 9 / 10; i++) {
      assertThat(found[i]).isEqualTo(expected[i], offset(2e-3f));
    }
  }

  @Test
  void whatTheLowerRateCannotHoldIsTakenOut() {
    float[] found = new Resampling(16_000, 8_000).of(tone(6_000, 16_000, 16_000));
    for (int i = 800; i < 7_200; i++) {
      assertThat(found[i]).isEqualTo(0, offset(2e-3f));
    }
  }

  @Test
  void atItsOwnRateNothingChanges() {
    float[] samples = {1, 2, 3};
    assertThat(new Resampling(8000, 8000).of(samples)).isSameAs(samples);
  }
}
