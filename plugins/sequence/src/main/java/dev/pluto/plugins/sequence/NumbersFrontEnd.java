package dev.pluto.plugins.sequence;

import dev.pluto.plugins.sequence.audio.Alignment;
import java.util.Arrays;

/** Takes numbers as they are. */
record NumbersFrontEnd(int steps, int width, Alignment align, float padding) implements FrontEnd {
  @Override
  public float[] of(Recording recording) {
    return align.fitted(recording.values(), width, steps, padding);
  }

  @Override
  public float[] nothing() {
    float[] nothing = new float[width];
    Arrays.fill(nothing, padding);
    return nothing;
  }

  @Override
  public Augmentation augmentation(AugmentOptions options) {
    return new Augmentation(
        (int) Math.round(options.shift().orElse(0) * steps),
        (int) Math.round(options.timeMask().orElse(0) * steps),
        (int) Math.round(options.featureMask().orElse(0) * width),
        options.gain().orElse(0),
        Augmentation.Loudness.NONE);
  }
}
