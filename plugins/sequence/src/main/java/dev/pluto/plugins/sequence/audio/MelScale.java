package dev.pluto.plugins.sequence.audio;

/** Scales of pitch, on which filters lie at equal distances. */
public enum MelScale {
  /** 2595 · log10(1 + f / 700) (O'Shaughnessy 1987), as in HTK. */
  HTK {
    @Override
    double of(double hertz) {
      return 2595 * Math.log10(1 + hertz / 700);
    }

    @Override
    double hertz(double mel) {
      return 700 * (Math.pow(10, mel / 2595) - 1);
    }
  },
  /** Linear below 1,000 Hz, logarithmic above (Slaney, "Auditory Toolbox", 1998). */
  SLANEY {
    @Override
    double of(double hertz) {
      return hertz < KNEE ? hertz / LINEAR : KNEE / LINEAR + Math.log(hertz / KNEE) / LOGARITHMIC;
    }

    @Override
    double hertz(double mel) {
      return mel < KNEE / LINEAR
          ? mel * LINEAR
          : KNEE * Math.exp((mel - KNEE / LINEAR) * LOGARITHMIC);
    }
  };

  private static final double KNEE = 1000;
  private static final double LINEAR = 200.0 / 3;
  private static final double LOGARITHMIC = Math.log(6.4) / 27;

  abstract double of(double hertz);

  abstract double hertz(double mel);

  /**
   * Triangular filters, of which each begins at the peak of the one before.
   *
   * @param bins frequencies 0 to half the rate
   * @return weights by filter and bin
   */
  double[][] filters(int bands, int bins, double rate, double low, double high) {
    double[] edges = new double[bands + 2];
    for (int i = 0; i < edges.length; i++) {
      edges[i] = hertz(of(low) + (of(high) - of(low)) * i / (bands + 1));
    }
    double[][] filters = new double[bands][bins];
    for (int m = 0; m < bands; m++) {
      double height = this == SLANEY ? 2 / (edges[m + 2] - edges[m]) : 1;
      for (int k = 0; k < bins; k++) {
        double hertz = k * rate / (2.0 * (bins - 1));
        double rising = (hertz - edges[m]) / (edges[m + 1] - edges[m]);
        double falling = (edges[m + 2] - hertz) / (edges[m + 2] - edges[m + 1]);
        filters[m][k] = height * Math.max(0, Math.min(rising, falling));
      }
    }
    return filters;
  }
}
