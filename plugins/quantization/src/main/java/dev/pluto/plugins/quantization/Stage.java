package dev.pluto.plugins.quantization;

import java.util.Arrays;

/** How far a quantizer of the recovery is. */
enum Stage {
  /** Passes numbers through, and looks at their range. */
  WAITING(0),
  /** Sets its step sizes at the next forward pass. */
  STARTING(1),
  /** Rounds with learned step sizes. */
  LEARNING(2);

  private final int code;

  Stage(int code) {
    this.code = code;
  }

  /** The number that stands for it in checkpoints. */
  int code() {
    return code;
  }

  /** The stage with a code. */
  static Stage ofCode(long code) {
    return Arrays.stream(values())
        .filter(s -> s.code == code)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no stage " + code));
  }

  /** This stage once rounding is due. */
  Stage started() {
    return this == WAITING ? STARTING : this;
  }

  /** Refuses to name scales that no forward pass has used. */
  static void requireLearning(Stage stage) {
    if (stage != LEARNING) {
      throw new IllegalStateException("no forward pass since the quantizers were switched on");
    }
  }
}
