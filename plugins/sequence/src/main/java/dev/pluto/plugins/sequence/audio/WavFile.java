package dev.pluto.plugins.sequence.audio;

import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioFormat.Encoding;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/**
 * A WAV file, of which the header was read: integers of 8, 16, 24 or 32 bits, floating point of 32
 * or 64 bits, A-law or µ-law.
 *
 * @param file the file
 * @param rate samples per second and channel
 * @param frames samples per channel
 */
public record WavFile(Path file, int rate, int frames) {
  /** What can be read, for messages. */
  public static final String FORMATS =
      "WAV files of integers (8, 16, 24, 32 bits), floating point (32, 64 bits), A-law or µ-law";

  /** How their names end. */
  public static final String ENDING = ".wav";

  private static final int MOST_CHANNELS = 64;
  private static final int HIGHEST_RATE = 1_000_000;

  /**
   * Reads the header.
   *
   * @throws ProblemException naming the file and what is wrong with it
   */
  public static WavFile open(Path file) {
    return with(
        file,
        stream -> {
          AudioFormat format = stream.getFormat();
          long frames = stream.getFrameLength();
          long promised = Math.multiplyExact(Math.max(frames, 0), (long) format.getFrameSize());
          long present = Files.size(file);
          if (frames <= 0) {
            throw new IOException("its header tells no number of samples");
          }
          if (promised > present) {
            throw new IOException(
                "its header promises %d bytes of samples, the whole file has %d"
                    .formatted(promised, present));
          }
          return new WavFile(file, Math.round(format.getSampleRate()), Math.toIntExact(frames));
        });
  }

  /**
   * The samples from -1 to 1, the mean over channels. Integers are divided by the largest power of
   * two of their width, such as 32,768.
   *
   * @throws ProblemException naming the file if it ends early or holds what is no number
   */
  public float[] samples() {
    return with(
        file,
        encoded -> {
          try (AudioInputStream stream = linear(encoded)) {
            return decoded(stream);
          }
        });
  }

  private static AudioInputStream linear(AudioInputStream stream) {
    Encoding encoding = stream.getFormat().getEncoding();
    boolean companded = encoding.equals(Encoding.ALAW) || encoding.equals(Encoding.ULAW);
    return companded ? AudioSystem.getAudioInputStream(Encoding.PCM_SIGNED, stream) : stream;
  }

  private float[] decoded(AudioInputStream stream) throws IOException {
    AudioFormat format = stream.getFormat();
    int size = format.getFrameSize();
    int wanted = Math.multiplyExact(frames, size);
    byte[] bytes = stream.readNBytes(wanted);
    if (bytes.length < wanted) {
      throw new IOException(
          "its header promises %d samples, it ends after %d"
              .formatted(frames, bytes.length / size));
    }
    ByteBuffer data =
        ByteBuffer.wrap(bytes)
            .order(format.isBigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    int channels = format.getChannels();
    int width = size / channels;
    SampleCoding coding = SampleCoding.of(format.getEncoding(), width);
    float[] samples = new float[frames];
    for (int i = 0; i < frames; i++) {
      double sum = 0;
      for (int c = 0; c < channels; c++) {
        sum += coding.at(data, i * size + c * width);
      }
      samples[i] = (float) (sum / channels);
      if (!Float.isFinite(samples[i])) {
        throw new IOException("sample %d is %s".formatted(i, samples[i]));
      }
    }
    return samples;
  }

  private interface Reading<T> {
    T from(AudioInputStream stream) throws IOException;
  }

  private static <T> T with(Path file, Reading<T> reading) {
    try (AudioInputStream stream = AudioSystem.getAudioInputStream(file.toFile())) {
      AudioFormat format = stream.getFormat();
      int channels = format.getChannels();
      if (channels < 1 || channels > MOST_CHANNELS) {
        throw new IOException("it has %d channels".formatted(channels));
      }
      float rate = format.getSampleRate();
      if (!(rate >= 1 && rate <= HIGHEST_RATE)) {
        throw new IOException("it has %s samples a second".formatted(rate));
      }
      if (format.getFrameSize() < channels || format.getFrameSize() % channels != 0) {
        throw new IOException(
            "a frame of %d channels cannot take %d bytes"
                .formatted(channels, format.getFrameSize()));
      }
      return reading.from(stream);
    } catch (UnsupportedAudioFileException e) {
      throw problem(file, "it is no such file, or its encoding is unknown");
    } catch (IOException | IllegalArgumentException | ArithmeticException e) {
      // The JDK reports some damaged headers by unchecked exceptions.
      throw problem(file, "it cannot be read: " + e.getMessage());
    }
  }

  private static ProblemException problem(Path file, String what) {
    return new ProblemException(
        ProblemException.Kind.USAGE, new Problem(file.toString(), what, FORMATS));
  }
}
