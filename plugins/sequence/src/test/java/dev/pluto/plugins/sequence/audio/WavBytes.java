package dev.pluto.plugins.sequence.audio;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes WAV files, good and bad. */
public final class WavBytes {
  /** Tag of integers. */
  public static final int PCM = 1;

  /** Tag of floating point. */
  public static final int FLOAT = 3;

  private WavBytes() {}

  /** A file whose header tells the truth. */
  public static byte[] of(int tag, int channels, int rate, int bits, byte[] data) {
    return of(tag, channels, rate, bits, data.length, data);
  }

  /** A file whose header promises some number of bytes. */
  public static byte[] of(int tag, int channels, int rate, int bits, int promised, byte[] data) {
    ByteBuffer file = ByteBuffer.allocate(44 + data.length).order(ByteOrder.LITTLE_ENDIAN);
    file.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + promised);
    file.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    file.putShort((short) tag).putShort((short) channels).putInt(rate);
    file.putInt(rate * channels * bits / 8).putShort((short) (channels * bits / 8));
    file.putShort((short) bits);
    file.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(promised).put(data);
    return file.array();
  }

  /** 16-bit samples of one channel. */
  public static byte[] mono(int rate, short... samples) {
    ByteBuffer data = ByteBuffer.allocate(2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
    for (short sample : samples) {
      data.putShort(sample);
    }
    return of(PCM, 1, rate, 16, data.array());
  }

  /** A tone of half the largest loudness. */
  public static byte[] tone(int rate, double hertz, int length) {
    short[] samples = new short[length];
    for (int i = 0; i < length; i++) {
      samples[i] = (short) Math.round(16_384 * Math.sin(2 * Math.PI * hertz * i / rate));
    }
    return mono(rate, samples);
  }

  /** Writes a file. */
  public static Path write(Path file, byte[] bytes) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
