package dev.pluto.spi.hardware;

import dev.pluto.spi.Api;
import dev.pluto.spi.graph.Precision;

/**
 * Precisions in which a chip executes a weighted operator.
 *
 * @param name as in recipes: "fp32", "w8a8", "w4a8"
 * @param weight precision of the weights
 * @param activation precision of inputs and output
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public record PrecisionTuple(String name, Precision weight, Precision activation) {
  public static final PrecisionTuple FP32 =
      new PrecisionTuple("fp32", Precision.FP32, Precision.FP32);
  public static final PrecisionTuple FP16 =
      new PrecisionTuple("fp16", Precision.FP16, Precision.FP16);

  /** 8-bit weights that are multiplied with floats. */
  public static final PrecisionTuple W8 = new PrecisionTuple("w8", Precision.INT8, Precision.FP32);

  /** 4-bit weights that are multiplied with floats. */
  public static final PrecisionTuple W4 = new PrecisionTuple("w4", Precision.INT4, Precision.FP32);

  public static final PrecisionTuple W8A8 =
      new PrecisionTuple("w8a8", Precision.INT8, Precision.UINT8);
  public static final PrecisionTuple W8A16 =
      new PrecisionTuple("w8a16", Precision.INT8, Precision.UINT16);
  public static final PrecisionTuple W4A8 =
      new PrecisionTuple("w4a8", Precision.INT4, Precision.UINT8);
  public static final PrecisionTuple W4A16 =
      new PrecisionTuple("w4a16", Precision.INT4, Precision.UINT16);

  /** Whether it says nothing of the values around the weight, which stay as they are. */
  public boolean isWeightOnly() {
    return activation.equals(Precision.FP32);
  }
}
