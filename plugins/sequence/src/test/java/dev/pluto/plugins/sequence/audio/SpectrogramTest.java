package dev.pluto.plugins.sequence.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pluto.plugins.samples.numpy.NumpyArray;
import dev.pluto.plugins.samples.numpy.NumpyFiles;
import dev.pluto.plugins.sequence.audio.AudioOptions.Features;
import dev.pluto.plugins.sequence.audio.AudioOptions.Logarithm;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SpectrogramTest {
  private static AudioOptions options(
      int fftSize, MelScale mel, Logarithm logarithm, boolean centred) {
    return new AudioOptions(
        Features.AUTO,
        OptionalInt.empty(),
        25,
        10,
        OptionalInt.of(fftSize),
        OptionalInt.of(8),
        20,
        OptionalDouble.empty(),
        mel,
        1e-6,
        logarithm,
        centred);
  }

  private static float[] noise(int length) {
    Random random = new Random(1);
    float[] samples = new float[length];
    for (int i = 0; i < length; i++) {
      samples[i] = (float) (0.1 * random.nextGaussian());
    }
    return samples;
  }

  /** The definition, term by term. */
  private static double band(float[] samples, int start, int band, int fftSize, MelScale scale) {
    double low = scale.of(20);
    double high = scale.of(4000);
    double[] edge = new double[3];
    for (int i = 0; i < 3; i++) {
      edge[i] = scale.hertz(low + (high - low) * (band + i) / 9);
    }
    double sum = 0;
    for (int k = 0; k <= fftSize / 2; k++) {
      double real = 0;
      double imaginary = 0;
      for (int n = 0; n < 200; n++) {
        double weight = 0.5 - 0.5 * Math.cos(2 * Math.PI * n / 200);
        real += weight * samples[start + n] * Math.cos(2 * Math.PI * k * n / fftSize);
        imaginary += weight * samples[start + n] * Math.sin(2 * Math.PI * k * n / fftSize);
      }
      double f = k * 8000.0 / fftSize;
      double triangle =
          Math.min((f - edge[0]) / (edge[1] - edge[0]), (edge[2] - f) / (edge[2] - edge[1]));
      sum += Math.max(0, triangle) * (real * real + imaginary * imaginary);
    }
    double area = scale == MelScale.SLANEY ? 2 / (edge[2] - edge[0]) : 1;
    return Math.log(sum * area + 1e-6);
  }

  @Test
  void everyValueIsTheLogarithmOfThePowerInItsBand() {
    float[] samples = noise(440);
    for (MelScale scale : MelScale.values()) {
      for (int fftSize : List.of(256, 300, 512)) {
        Spectrogram spectrogram =
            new Spectrogram(options(fftSize, scale, Logarithm.NATURAL, false), 8000, 8, false);
        assertThat(spectrogram.frames(440)).isEqualTo(4);
        assertThat(spectrogram.samples(4)).isEqualTo(440);
        float[] found = spectrogram.of(samples, 4);
        for (int t = 0; t < 4; t++) {
          for (int m = 0; m < 8; m++) {
            assertThat((double) found[t * 8 + m])
                .as("%s, %d, frame %d, band %d", scale, fftSize, t, m)
                .isEqualTo(band(samples, 80 * t, m, fftSize, scale), offset(1e-5));
          }
        }
      }
    }
  }

  @Test
  void centredFramesMirrorTheEnds() {
    float[] samples = noise(800);
    Spectrogram spectrogram =
        new Spectrogram(options(256, MelScale.HTK, Logarithm.NATURAL, true), 8000, 8, false);
    assertThat(spectrogram.frames(800)).isEqualTo(11);
    assertThat(spectrogram.samples(11)).isEqualTo(800);
    float[] found = spectrogram.of(samples, 11);
    float[] first = new float[200];
    for (int n = 0; n < 200; n++) {
      first[n] = samples[Math.abs(n - 100)];
    }
    assertThat((double) found[3]).isEqualTo(band(first, 0, 3, 256, MelScale.HTK), offset(1e-5));
    assertThat((double) found[5 * 8 + 2])
        .isEqualTo(band(samples, 300, 2, 256, MelScale.HTK), offset(1e-5));
  }

  @Test
  void logarithmsDifferByAFactor() {
    float[] samples = noise(200);
    float natural =
        new Spectrogram(options(256, MelScale.HTK, Logarithm.NATURAL, false), 8000, 8, false)
            .of(samples, 1)[0];
    float decibel =
        new Spectrogram(options(256, MelScale.HTK, Logarithm.DECIBEL, false), 8000, 8, false)
            .of(samples, 1)[0];
    assertThat(decibel).isEqualTo((float) (natural * 10 / Math.log(10)), offset(1e-4f));
  }

  @Test
  void cepstralCoefficientsAreTheCosineTransformOfTheBands() {
    AudioOptions options = options(256, MelScale.HTK, Logarithm.NATURAL, false);
    float[] bands = new Spectrogram(options, 8000, 8, false).of(noise(200), 1);
    float[] found = new Spectrogram(options, 8000, 5, true).of(noise(200), 1);
    for (int c = 0; c < 5; c++) {
      double sum = 0;
      for (int m = 0; m < 8; m++) {
        sum += bands[m] * Math.cos(Math.PI * c * (2 * m + 1) / 16);
      }
      assertThat((double) found[c])
          .isEqualTo(sum * Math.sqrt((c == 0 ? 1 : 2) / 8.0), offset(1e-4));
    }
  }

  @Test
  void parametersThatDoNotFitTogetherAreRefused() {
    AudioOptions small = options(128, MelScale.HTK, Logarithm.NATURAL, false);
    assertThatThrownBy(() -> new Spectrogram(small, 8000, 8, false))
        .hasMessageContaining("fftSize is 128, a frame has 200");
    AudioOptions low = options(256, MelScale.HTK, Logarithm.NATURAL, false);
    assertThatThrownBy(() -> new Spectrogram(low, 30, 8, false))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Spectrogram(low, 8000, 9, true))
        .hasMessageContaining("9 coefficients of 8 bands");
  }

  /** Features that another implementation made of the same files. */
  @Test
  void featuresAreThoseThatNetworksWereTrainedOn() throws IOException {
    Path shared = Path.of(System.getProperty("pluto.shared", "../../../shared"));
    Path reference = shared.resolve("baselines/fsdd_test_x.npy");
    assumeTrue(Files.exists(reference), "no " + reference);
    AudioOptions options =
        new AudioOptions(
            Features.LOG_MEL,
            OptionalInt.empty(),
            25,
            10,
            OptionalInt.of(512),
            OptionalInt.of(40),
            20,
            OptionalDouble.of(4000),
            MelScale.HTK,
            1e-6,
            Logarithm.NATURAL,
            false);
    Spectrogram spectrogram = new Spectrogram(options, 8000, 40, false);
    NumpyArray expected = new NumpyFiles().npy(reference);
    List<String> files = Files.readAllLines(shared.resolve("baselines/fsdd_test_files.txt"));
    double largest = 0;
    for (int i = 0; i < files.size(); i += 7) {
      float[] samples =
          WavFile.open(shared.resolve("data/fsdd/recordings").resolve(files.get(i).strip()))
              .samples();
      float[] found = spectrogram.of(Alignment.CENTRE.fitted(samples, 1, 8120, 0), 100);
      float[] wanted = expected.part(i, Shape.of(100, 40), DataType.FLOAT).floats();
      for (int k = 0; k < wanted.length; k++) {
        largest = Math.max(largest, Math.abs((found[k] + 9.7979) / 5.1744 - wanted[k]));
      }
    }
    assertThat(largest).isLessThan(1e-5);
  }
}
