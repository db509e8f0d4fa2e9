package dev.pluto.plugins.sequence;

/** Makes features of equal shape of recordings; may be used by several threads. */
sealed interface FrontEnd permits SoundFrontEnd, NumbersFrontEnd {
  /** Time steps of the features. */
  int steps();

  /** Features per step. */
  int width();

  /** Features of a recording, step by step. */
  float[] of(Recording recording);

  /** What fills up one step where there is nothing. */
  float[] nothing();

  /** How training varies the features. */
  Augmentation augmentation(AugmentOptions options);
}
