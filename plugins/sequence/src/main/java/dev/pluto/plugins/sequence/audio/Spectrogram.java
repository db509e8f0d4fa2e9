package dev.pluto.plugins.sequence.audio;

import java.util.Arrays;
import org.jtransforms.dct.DoubleDCT_1D;
import org.jtransforms.fft.DoubleFFT_1D;

/**
 * Logarithms of the power in mel bands, frame by frame, or their cepstral coefficients (Davis and
 * Mermelstein 1980). Frames are weighted with the periodic Hann window; nothing is scaled, and all
 * is computed in double precision. May be used by several threads.
 */
public final class Spectrogram {
  private final AudioOptions options;
  private final int window;
  private final int hop;
  private final int fftSize;
  private final int features;
  private final boolean cepstral;
  private final double[] weights;
  private final double[][] filters;
  private final int[] firstBin;
  private final int[] endBin;
  private final DoubleFFT_1D transform;
  private final DoubleDCT_1D cosines;

  /**
   * Prepares the computation.
   *
   * @param rate samples per second
   * @param features per frame: bands, or coefficients of {@code options.bands()} bands
   * @param cepstral whether features are cepstral coefficients
   * @throws IllegalArgumentException saying which of the options do not fit together
   */
  public Spectrogram(AudioOptions options, int rate, int features, boolean cepstral) {
    this.options = options;
    this.features = features;
    this.cepstral = cepstral;
    window = samples(options.window(), rate, "window");
    hop = samples(options.hop(), rate, "hop");
    fftSize = options.fftSize().orElse(Math.max(2, nextPowerOfTwo(window)));
    if (fftSize < window) {
      throw new IllegalArgumentException(
          "audio.fftSize is %d, a frame has %d samples".formatted(fftSize, window));
    }
    double high = options.highFrequency().orElse(rate / 2.0);
    if (high > rate / 2.0 || high <= options.lowFrequency()) {
      throw new IllegalArgumentException(
          "bands from %s to %s Hz do not fit %d samples a second"
              .formatted(options.lowFrequency(), high, rate));
    }
    int bands = cepstral ? options.bands().orElse(40) : features;
    if (cepstral && features > bands) {
      throw new IllegalArgumentException(
          "%d coefficients of %d bands (audio.bands)".formatted(features, bands));
    }
    weights = new double[window];
    for (int n = 0; n < window; n++) {
      weights[n] = 0.5 - 0.5 * Math.cos(2 * Math.PI * n / window);
    }
    filters = options.mel().filters(bands, fftSize / 2 + 1, rate, options.lowFrequency(), high);
    firstBin = new int[bands];
    endBin = new int[bands];
    for (int m = 0; m < bands; m++) {
      for (int k = filters[m].length - 1; k >= 0; k--) {
        if (filters[m][k] > 0) {
          firstBin[m] = k;
          endBin[m] = Math.max(endBin[m], k + 1);
        }
      }
    }
    transform = new DoubleFFT_1D(fftSize);
    cosines = new DoubleDCT_1D(bands);
  }

  private static int samples(double milliseconds, int rate, String name) {
    long samples = Math.round(milliseconds * rate / 1000);
    if (samples < 1 || samples > 1 << 20) {
      throw new IllegalArgumentException(
          "audio.%s of %s ms is %d samples of %d a second"
              .formatted(name, milliseconds, samples, rate));
    }
    return (int) samples;
  }

  private static int nextPowerOfTwo(int number) {
    return number == 1 ? 1 : Integer.highestOneBit(number - 1) << 1;
  }

  /** Number of frames in so many samples, at least 1. */
  public int frames(int samples) {
    return options.centred() ? 1 + samples / hop : 1 + Math.max(0, samples - window) / hop;
  }

  /** Fewest samples with so many frames. */
  public int samples(int frames) {
    long before = (frames - 1L) * hop;
    return Math.toIntExact(options.centred() ? Math.max(1, before) : before + window);
  }

  /** Features per frame. */
  public int features() {
    return features;
  }

  /**
   * The features, frame by frame.
   *
   * @param samples as many as {@link #samples(int)} says, or more
   */
  public float[] of(float[] samples, int frames) {
    float[] out = new float[frames * features];
    double[] spectrum = new double[fftSize];
    double[] bands = new double[filters.length];
    int before = options.centred() ? window / 2 : 0;
    for (int t = 0; t < frames; t++) {
      int start = t * hop - before;
      for (int n = 0; n < window; n++) {
        spectrum[n] = weights[n] * samples[mirrored(start + n, samples.length)];
      }
      Arrays.fill(spectrum, window, fftSize, 0);
      transform.realForward(spectrum);
      for (int m = 0; m < bands.length; m++) {
        bands[m] =
            options.logarithm().perNatural() * Math.log(power(spectrum, m) + options.logOffset());
      }
      if (cepstral) {
        cosines.forward(bands, true);
      }
      for (int f = 0; f < features; f++) {
        out[t * features + f] = (float) bands[f];
      }
    }
    return out;
  }

  private double power(double[] spectrum, int band) {
    double sum = 0;
    for (int k = firstBin[band]; k < endBin[band]; k++) {
      // The transform puts the real last bin where the imaginary part of the first would be.
      double real = k == fftSize / 2 ? spectrum[1] : spectrum[2 * k];
      double imaginary = k == 0 || k == fftSize / 2 ? 0 : spectrum[2 * k + 1];
      sum += filters[band][k] * (real * real + imaginary * imaginary);
    }
    return sum;
  }

  /** An index that is mirrored at both ends until it lies between them. */
  private static int mirrored(int index, int length) {
    if (index >= 0 && index < length) {
      return index;
    }
    if (length == 1) {
      return 0;
    }
    int period = 2 * (length - 1);
    int within = Math.floorMod(index, period);
    return within < length ? within : period - within;
  }
}
