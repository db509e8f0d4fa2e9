package dev.pluto.plugins.sequence.audio;

/**
 * Another sample rate by band-limited interpolation (Smith and Gossett, "A flexible sampling-rate
 * conversion method", 1984): a sinc under a Hann window of 32 zero crossings to each side, cut off
 * a little below half of the lower rate, so that nothing aliases. May be used by several threads.
 */
public final class Resampling {
  private static final int ZERO_CROSSINGS = 32;

  /** Room for the filter to fall off. */
  private static final double CUT_OFF = 0.97;

  private final int from;
  private final int to;
  private final int step;
  private final int reach;

  /** Weights of the inputs around an output, by the output's place between two inputs. */
  private final double[][] weights;

  /**
   * A change of rate.
   *
   * @param from rate that samples have
   * @param to rate that is wanted
   */
  public Resampling(int from, int to) {
    this.from = from;
    this.to = to;
    this.step = greatestCommonDivisor(from, to);
    double scale = CUT_OFF * Math.min(1, (double) to / from);
    this.reach = (int) Math.ceil(ZERO_CROSSINGS / scale);
    this.weights = new double[to / step][2 * reach + 1];
    for (int phase = 0; phase < weights.length; phase++) {
      double offset = (double) phase * step / to;
      for (int k = -reach; k <= reach; k++) {
        weights[phase][k + reach] = scale * filter((k - offset) * scale);
      }
    }
  }

  private static int greatestCommonDivisor(int a, int b) {
    return b == 0 ? a : greatestCommonDivisor(b, a % b);
  }

  private static double filter(double x) {
    if (x == 0) {
      return 1;
    }
    if (Math.abs(x) >= ZERO_CROSSINGS) {
      return 0;
    }
    double window = 0.5 + 0.5 * Math.cos(Math.PI * x / ZERO_CROSSINGS);
    return window * Math.sin(Math.PI * x) / (Math.PI * x);
  }

  /** Number of samples that become of so many. */
  public int length(int samples) {
    return Math.toIntExact(((long) samples * to + from - 1) / from);
  }

  /** The samples at the other rate; what lies beyond both ends counts as silence. */
  public float[] of(float[] samples) {
    if (from == to) {
      return samples;
    }
    float[] out = new float[length(samples.length)];
    for (int i = 0; i < out.length; i++) {
      long place = (long) i * from;
      int base = (int) (place / to);
      double[] around = weights[(int) (place % to) / step];
      int first = Math.max(0, base - reach);
      int last = Math.min(samples.length - 1, base + reach);
      double sum = 0;
      for (int k = first; k <= last; k++) {
        sum += samples[k] * around[k - base + reach];
      }
      out[i] = (float) sum;
    }
    return out;
  }
}
