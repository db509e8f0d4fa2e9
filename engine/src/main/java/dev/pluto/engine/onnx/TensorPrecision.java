package dev.pluto.engine.onnx;

import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Precision;
import java.util.Optional;

/** Which element types of ONNX stand for which precisions. */
final class TensorPrecision {
  /** The precision of biases: accumulators of integer products. */
  static final Precision INT32 = new Precision("int32", 32, Precision.Kind.SIGNED);

  private TensorPrecision() {}

  /** The narrowest element type that holds a precision. */
  static DataType stored(Precision precision) {
    int bits = precision.bits();
    return switch (precision.kind()) {
      case FLOAT -> {
        if (!precision.equals(Precision.FP16)) {
          throw new IllegalArgumentException("no element type for precision " + precision);
        }
        yield DataType.FLOAT16;
      }
      case SIGNED ->
          bits <= 4
              ? DataType.INT4
              : bits <= 8 ? DataType.INT8 : bits <= 16 ? DataType.INT16 : DataType.INT32;
      case UNSIGNED -> {
        if (bits > 16) {
          throw new IllegalArgumentException("no element type for precision " + precision);
        }
        yield bits <= 4 ? DataType.UINT4 : bits <= 8 ? DataType.UINT8 : DataType.UINT16;
      }
    };
  }

  /** The precision that a constant of this type has; empty for types that are never dequantized. */
  static Optional<Precision> of(DataType type) {
    return switch (type) {
      case INT4 -> Optional.of(Precision.INT4);
      case UINT4 -> Optional.of(Precision.UINT4);
      case INT8 -> Optional.of(Precision.INT8);
      case UINT8 -> Optional.of(Precision.UINT8);
      case INT16 -> Optional.of(Precision.INT16);
      case UINT16 -> Optional.of(Precision.UINT16);
      case INT32 -> Optional.of(INT32);
      case FLOAT16 -> Optional.of(Precision.FP16);
      default -> Optional.empty();
    };
  }
}
