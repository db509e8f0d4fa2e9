package dev.pluto.spi.graph;

import dev.pluto.spi.Api;

/**
 * How the elements of a value or a constant are represented when a chip computes with them. A
 * record and not an enum, so that a chip may bring its own.
 *
 * @param name short name, as in recipes: "fp32", "int8"
 * @param bits bits per element
 * @param kind how the bits are read
 */
@Api(status = Api.Status.STABLE, since = "0.1")
public record Precision(String name, int bits, Kind kind) {
  /** How the bits are read. */
  public enum Kind {
    /** Floating point. */
    FLOAT,
    /** Integer with a scale, from −2^(bits−1) to 2^(bits−1) − 1. */
    SIGNED,
    /** Integer with a scale and a zero point, from 0 to 2^bits − 1. */
    UNSIGNED
  }

  public static final Precision FP32 = new Precision("fp32", 32, Kind.FLOAT);
  public static final Precision FP16 = new Precision("fp16", 16, Kind.FLOAT);
  public static final Precision INT16 = new Precision("int16", 16, Kind.SIGNED);
  public static final Precision UINT16 = new Precision("uint16", 16, Kind.UNSIGNED);
  public static final Precision INT8 = new Precision("int8", 8, Kind.SIGNED);
  public static final Precision UINT8 = new Precision("uint8", 8, Kind.UNSIGNED);
  public static final Precision INT4 = new Precision("int4", 4, Kind.SIGNED);
  public static final Precision UINT4 = new Precision("uint4", 4, Kind.UNSIGNED);

  /** Whether elements are integers with a scale. */
  public boolean isInteger() {
    return kind != Kind.FLOAT;
  }

  /** Smallest integer; 0 for floating point. */
  public long min() {
    return kind == Kind.SIGNED ? -(1L << (bits - 1)) : 0;
  }

  /** Largest integer; 0 for floating point. */
  public long max() {
    return switch (kind) {
      case FLOAT -> 0;
      case SIGNED -> (1L << (bits - 1)) - 1;
      case UNSIGNED -> (1L << bits) - 1;
    };
  }

  @Override
  public String toString() {
    return name;
  }
}
