package dev.pluto.plugins.sequence.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pluto.spi.ProblemException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WavFileTest {
  @TempDir private Path folder = Path.of("");

  private Path written(byte[] bytes) {
    return WavBytes.write(folder.resolve("sound.wav"), bytes);
  }

  private float[] samples(int tag, int channels, int bits, byte[] data) {
    WavFile file = WavFile.open(written(WavBytes.of(tag, channels, 8000, bits, data)));
    assertThat(file.rate()).isEqualTo(8000);
    float[] samples = file.samples();
    assertThat(samples).hasSize(file.frames());
    return samples;
  }

  private static ByteBuffer bytes(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Test
  void integersOfAllWidthsRunFromMinusOneToOne() {
    assertThat(samples(WavBytes.PCM, 1, 8, new byte[] {0, (byte) 128, (byte) 192}))
        .containsExactly(-1, 0, 0.5f);
    byte[] wide =
        bytes(6).putShort((short) -32_768).putShort((short) 0).putShort((short) 1).array();
    assertThat(samples(WavBytes.PCM, 1, 16, wide)).containsExactly(-1, 0, 1 / 32_768f);
    byte[] wider = {0, 0, (byte) 0x80, 0, 0, 0x40, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF};
    assertThat(samples(WavBytes.PCM, 1, 24, wider)).containsExactly(-1, 0.5f, -1 / 8_388_608f);
    byte[] widest = bytes(8).putInt(Integer.MIN_VALUE).putInt(1 << 30).array();
    assertThat(samples(WavBytes.PCM, 1, 32, widest)).containsExactly(-1, 0.5f);
  }

  @Test
  void floatingPointIsTakenAsItIs() {
    byte[] floats = bytes(8).putFloat(0.25f).putFloat(-1.5f).array();
    assertThat(samples(WavBytes.FLOAT, 1, 32, floats)).containsExactly(0.25f, -1.5f);
    byte[] doubles = bytes(16).putDouble(0.25).putDouble(-1).array();
    assertThat(samples(WavBytes.FLOAT, 1, 64, doubles)).containsExactly(0.25f, -1);
  }

  @Test
  void channelsAreAveraged() {
    byte[] stereo =
        bytes(8).putShort((short) 16_384).putShort((short) 0).putInt(0x4000_C000).array();
    assertThat(samples(WavBytes.PCM, 2, 16, stereo)).containsExactly(0.25f, 0);
  }

  @Test
  void compandedSoundIsExpanded() {
    float[] samples = samples(7, 1, 8, new byte[] {(byte) 0xFF, (byte) 0x80, 0});
    assertThat(samples[0]).isZero();
    assertThat(samples[1]).isBetween(0.9f, 1f);
    assertThat(samples[2]).isBetween(-1f, -0.9f);
  }

  private void refused(byte[] bytes) {
    refused(bytes, "it ");
  }

  private void refused(byte[] bytes, String why) {
    Path file = written(bytes);
    assertThatThrownBy(() -> WavFile.open(file).samples())
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("sound.wav")
        .hasMessageContaining(why);
  }

  @Test
  void filesThatEndEarlyAreRefused() {
    byte[] whole = WavBytes.tone(8000, 440, 1000);
    refused(Arrays.copyOf(whole, 1000), "promises 2000 bytes of samples, the whole file has 1000");
    refused(Arrays.copyOf(whole, 2020), "ends after 988");
    refused(Arrays.copyOf(whole, 30));
    refused(new byte[0]);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 1 << 30})
  void hugeCountsAreRefusedAndNothingAllocated(int promised) {
    refused(WavBytes.of(WavBytes.PCM, 1, 8000, 16, promised, new byte[100]));
  }

  @Test
  void headersThatNoSoundHasAreRefused() {
    byte[] data = new byte[100];
    refused(WavBytes.of(WavBytes.PCM, 0, 8000, 16, data));
    refused(WavBytes.of(WavBytes.PCM, 1, 0, 16, data), "samples a second");
    refused(WavBytes.of(WavBytes.PCM, 1, 8000, 0, data));
    refused(WavBytes.of(WavBytes.PCM, 30_000, 8000, 8, data));
    refused(WavBytes.of(0x55, 1, 8000, 16, data), "encoding is unknown");
    refused("no sound at all".getBytes(StandardCharsets.US_ASCII), "no such file");
    byte[] infinite = bytes(4).putFloat(Float.POSITIVE_INFINITY).array();
    refused(WavBytes.of(WavBytes.FLOAT, 1, 8000, 32, infinite), "sample 0 is Infinity");
  }

  /** Whatever the bytes are, they are read or refused with the file's name. */
  @Test
  void damagedFilesNeverFailOtherwise() {
    Random random = new Random(1);
    byte[] whole = WavBytes.tone(8000, 440, 50);
    for (int i = 0; i < 2000; i++) {
      byte[] damaged = whole.clone();
      for (int k = 0; k <= random.nextInt(3); k++) {
        damaged[random.nextInt(44)] = (byte) random.nextInt(256);
      }
      Path file = written(damaged);
      try {
        assertThat(WavFile.open(file).samples()).isNotEmpty();
      } catch (ProblemException e) {
        assertThat(e).hasMessageContaining("sound.wav");
      }
    }
  }
}
