package dev.pluto.plugins.sequence.audio;

import dev.pluto.spi.Option;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** How sound becomes features; see the descriptions of the components. */
public record AudioOptions(
    @Option(
            description =
                "What the model takes: waveform (samples from -1 to 1), log-mel, mfcc, or auto, which"
                    + " is waveform for models with one feature per time step and log-mel for others",
            defaultValue = "auto")
        Features features,
    @Option(
            description =
                "Samples per second that files of another rate are brought to, 100 to 1000000; left"
                    + " out: the rate of the first file",
            defaultValue = "")
        OptionalInt sampleRate,
    @Option(description = "Length of a frame in milliseconds, above 0", defaultValue = "25")
        double window,
    @Option(
            description = "From one frame to the next in milliseconds, above 0",
            defaultValue = "10")
        double hop,
    @Option(
            description =
                "Samples of the Fourier transform, even, at least those of a frame, which zeros fill"
                    + " up; left out: the next power of two",
            defaultValue = "")
        OptionalInt fftSize,
    @Option(
            description =
                "Number of mel filters, 1 to 1024; left out: as many as the model takes, 40 for mfcc"
                    + " or where the model leaves it open",
            defaultValue = "")
        OptionalInt bands,
    @Option(description = "Lower edge of the first filter in Hz, from 0", defaultValue = "20")
        double lowFrequency,
    @Option(
            description = "Upper edge of the last filter in Hz; left out: half of the sample rate",
            defaultValue = "")
        OptionalDouble highFrequency,
    @Option(
            description =
                "Mel scale: htk, with filters of height 1, or slaney, with filters of area 1",
            defaultValue = "htk")
        MelScale mel,
    @Option(
            description = "What is added to the power of a band before the logarithm, above 0",
            defaultValue = "1e-6")
        double logOffset,
    @Option(
            description = "Logarithm: natural, decimal, or decibel (10 times decimal)",
            defaultValue = "natural")
        Logarithm logarithm,
    @Option(
            description =
                "Whether frames are centred on multiples of the hop and the ends mirrored, instead"
                    + " of frames that begin there",
            defaultValue = "false")
        boolean centred) {
  /** Refuses values outside their ranges. */
  public AudioOptions {
    require(
        sampleRate.isEmpty()
            || (sampleRate.getAsInt() >= 100 && sampleRate.getAsInt() <= 1_000_000),
        "sampleRate must be from 100 to 1000000");
    require(window > 0 && window <= 10_000, "window must be above 0 and at most 10000 ms");
    require(hop > 0 && hop <= 10_000, "hop must be above 0 and at most 10000 ms");
    require(
        fftSize.isEmpty()
            || (fftSize.getAsInt() >= 2
                && fftSize.getAsInt() <= 1 << 20
                && fftSize.getAsInt() % 2 == 0),
        "fftSize must be even and from 2 to 1048576");
    require(
        bands.isEmpty() || (bands.getAsInt() >= 1 && bands.getAsInt() <= 1024),
        "bands must be from 1 to 1024");
    require(lowFrequency >= 0, "lowFrequency must be at least 0");
    require(
        highFrequency.isEmpty() || highFrequency.getAsDouble() > lowFrequency,
        "highFrequency must be above lowFrequency");
    require(logOffset > 0, "logOffset must be above 0");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /** What a model takes. */
  public enum Features {
    AUTO,
    WAVEFORM,
    LOG_MEL,
    MFCC
  }

  /** Base of the logarithm. */
  public enum Logarithm {
    NATURAL(1),
    DECIMAL(1 / Math.log(10)),
    DECIBEL(10 / Math.log(10));

    private final double perNatural;

    Logarithm(double perNatural) {
      this.perNatural = perNatural;
    }

    /** How much a natural unit is. */
    public double perNatural() {
      return perNatural;
    }
  }
}
