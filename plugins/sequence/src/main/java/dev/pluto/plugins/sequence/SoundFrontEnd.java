package dev.pluto.plugins.sequence;

import dev.pluto.plugins.sequence.audio.Alignment;
import dev.pluto.plugins.sequence.audio.AudioOptions.Features;
import dev.pluto.plugins.sequence.audio.Resampling;
import dev.pluto.plugins.sequence.audio.Spectrogram;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Brings sound to one rate and length, and makes a spectrogram of it where the model takes one.
 *
 * @param rate samples per second
 * @param steps frames, or samples of a waveform
 * @param spectrogram absent for waveforms
 * @param features what the model takes; never AUTO
 * @param perNatural features per natural logarithm of the power
 * @param resamplings by rate, as far as they were needed
 */
record SoundFrontEnd(
    int rate,
    int steps,
    Alignment align,
    Optional<Spectrogram> spectrogram,
    Features features,
    double perNatural,
    Map<Integer, Resampling> resamplings)
    implements FrontEnd {
  SoundFrontEnd(
      int rate,
      int steps,
      Alignment align,
      Optional<Spectrogram> spectrogram,
      Features features,
      double perNatural) {
    this(rate, steps, align, spectrogram, features, perNatural, new ConcurrentHashMap<>());
  }

  @Override
  public int width() {
    return spectrogram.map(Spectrogram::features).orElse(1);
  }

  @Override
  public float[] of(Recording recording) {
    float[] samples = recording.values();
    if (recording instanceof Recording.Sound sound && sound.file().rate() != rate) {
      samples =
          resamplings
              .computeIfAbsent(sound.file().rate(), from -> new Resampling(from, rate))
              .of(samples);
    }
    int wanted = spectrogram.map(s -> s.samples(steps)).orElse(steps);
    float[] fitted = align.fitted(samples, 1, wanted, 0);
    return spectrogram.map(s -> s.of(fitted, steps)).orElse(fitted);
  }

  @Override
  public float[] nothing() {
    return spectrogram.map(s -> s.of(new float[s.samples(1)], 1)).orElse(new float[1]);
  }

  @Override
  public Augmentation augmentation(AugmentOptions options) {
    boolean waveform = features == Features.WAVEFORM;
    boolean logMel = features == Features.LOG_MEL;
    return new Augmentation(
        (int) Math.round(options.shift().orElse(0.12) * steps),
        (int) Math.round(options.timeMask().orElse(waveform ? 0 : 0.1) * steps),
        (int) Math.round(options.featureMask().orElse(logMel ? 0.15 : 0) * width()),
        options.gain().orElse(logMel || waveform ? 0.4 : 0) * (logMel ? perNatural : 1),
        logMel
            ? Augmentation.Loudness.ADDED
            : waveform ? Augmentation.Loudness.MULTIPLIED : Augmentation.Loudness.NONE);
  }
}
