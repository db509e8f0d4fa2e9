package dev.pluto.plugins.sequence;

/** Which of the two axes of a model's input is time. */
public enum Layout {
  AUTO,
  TIME_FIRST,
  FEATURES_FIRST
}
