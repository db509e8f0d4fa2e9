package dev.pluto.backends.chip.description;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Kinds of work that chips do at different rates. */
public enum OperatorClass {
  /** Convolutions whose window is a single point, without groups. */
  CONVOLUTION_1X1,
  /** Other convolutions without groups, transposed ones too. */
  CONVOLUTION,
  /** Convolutions over three axes, without groups. */
  CONVOLUTION_3D(CONVOLUTION),
  /** Convolutions in groups of several channels. */
  CONVOLUTION_GROUPED(CONVOLUTION),
  /** Convolutions with one channel per group. */
  CONVOLUTION_DEPTHWISE,
  /** Products with a matrix of weights. */
  MATRIX_MULTIPLICATION,
  /** Products of two computed matrices. */
  ATTENTION(MATRIX_MULTIPLICATION),
  /** Arithmetic and activations, element by element. */
  ELEMENTWISE,
  /** Softmax and its logarithm. */
  SOFTMAX(ELEMENTWISE),
  /** Normalization by statistics of the sample, in one operator or as a fused chain. */
  NORMALIZATION(ELEMENTWISE),
  /** Pooling over windows. */
  POOLING(ELEMENTWISE),
  /** Reductions along axes and global pooling. */
  REDUCTION(ELEMENTWISE),
  /** Data movement without a class of its own. */
  DATA_MOVEMENT,
  /** Permutation of axes. */
  TRANSPOSE(DATA_MOVEMENT),
  /** Parts of a tensor: Slice, Split, Pad. */
  SLICE(DATA_MOVEMENT),
  /** Resampling of images. */
  RESIZE(DATA_MOVEMENT),
  /** Channels to pixels and back. */
  DEPTH_TO_SPACE(DATA_MOVEMENT),
  /** Look-up of rows. */
  GATHER(DATA_MOVEMENT),
  /** Tensors put side by side; free where a description gives no rate. */
  CONCATENATION,
  /** Conversion between precisions. */
  CONVERSION(ELEMENTWISE);

  private final Optional<OperatorClass> general;

  OperatorClass() {
    this.general = Optional.empty();
  }

  OperatorClass(OperatorClass general) {
    this.general = Optional.of(general);
  }

  /** The class whose rate holds where a description gives none for this one. */
  public Optional<OperatorClass> general() {
    return general;
  }

  /** Whether its work is counted in multiply-adds, and not in elements. */
  public boolean multiplies() {
    return switch (this) {
      case CONVOLUTION_1X1,
          CONVOLUTION,
          CONVOLUTION_3D,
          CONVOLUTION_GROUPED,
          CONVOLUTION_DEPTHWISE,
          MATRIX_MULTIPLICATION,
          ATTENTION ->
          true;
      default -> false;
    };
  }

  /** Whether a description must give a rate for it. */
  boolean isRequired() {
    return general.isEmpty() && this != CONCATENATION;
  }

  /** Name in descriptions, such as "convolution-1x1". */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The class of a label. */
  static Optional<OperatorClass> of(String label) {
    return Arrays.stream(values()).filter(c -> c.label().equals(label)).findFirst();
  }
}
