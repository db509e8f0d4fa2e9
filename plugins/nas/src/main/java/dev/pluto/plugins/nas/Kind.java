package dev.pluto.plugins.nas;

import java.util.List;
import java.util.Locale;

/** Kinds of alternatives. */
enum Kind {
  /** The centre of a convolution's filters. */
  KERNEL,
  /** A depthwise and a pointwise convolution. */
  SEPARABLE,
  /** Two thinner layers. */
  LOW_RANK,
  /** A convolution whose groups of channels do not mix. */
  GROUPED,
  /** A cheaper activation. */
  ACTIVATION,
  /** The shortcut of a residual block alone. */
  BLOCK;

  /** The name in options. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static List<Kind> all() {
    return List.of(values());
  }
}
